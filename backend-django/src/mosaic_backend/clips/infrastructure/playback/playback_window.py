"""What of a camera's files a player needs to show a stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.domain.ledger import Stretch, merged
from mosaic_backend.clips.infrastructure.encryption.unreadable import UnreadableRecordingError
from mosaic_backend.clips.infrastructure.playback.playback_store import files_between
from mosaic_backend.clips.infrastructure.video.fragment_index import (
    Fragment,
    FragmentIndex,
    fragment_index,
)
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


@dataclass(frozen=True)
class Playable:
    """fragments: those of the index that are needed."""

    name: str
    grows: bool
    index: FragmentIndex
    fragments: Sequence[Fragment]


@dataclass(frozen=True)
class Window:
    """files: in order. unreadable: what of the stretch is there and cannot be read; fsck and the log tell why."""

    files: Sequence[Playable]
    unreadable: Sequence[Stretch]


def playback_window(folder: Path, camera_id: UUID, start: datetime, end: datetime) -> Window:
    """A file that has gone meanwhile, or that shows nothing of it, is left out."""
    found: list[Playable] = []
    unreadable: list[Stretch] = []
    for file in files_between(camera_id, start, end):
        try:
            index = fragment_index(folder / str(camera_id) / file.name, grows=file.grows)
        except UnreadableRecordingError as error:
            _log.error("recording_unreadable", error=str(error))
            if file.ends_at > start:
                unreadable.append(Stretch(file.starts_at, file.ends_at, "missing", "unreadable"))
            continue
        except OSError:
            continue
        needed = _needed(index, start, end) if index else ()
        if index and needed:
            found.append(Playable(file.name, file.grows, index, needed))
    return Window(found, merged(unreadable))


def _needed(index: FragmentIndex, start: datetime, end: datetime) -> Sequence[Fragment]:
    """Those that show any of it, and those before from the key frame on that their first picture needs."""
    start_s = (start - index.starts_at).total_seconds()
    end_s = (end - index.starts_at).total_seconds()
    fragments = index.fragments
    if start_s >= fragments[-1].end_s or end_s <= fragments[0].start_s:
        return ()
    first = 0
    for number, fragment in enumerate(fragments):
        if fragment.start_s > max(start_s, 0.0):
            break
        if fragment.keys and fragment.keys[0].at_s <= start_s:
            first = number
    return [fragment for fragment in fragments[first:] if fragment.start_s < end_s]
