"""What of a camera's files a player needs to show a stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
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


def playable_files(folder: Path, camera_id: UUID, start: datetime, end: datetime) -> list[Playable]:
    """In order. A file that has gone meanwhile, or that shows nothing of it, is left out.

    Raises RecordingUnreadableError where all that is there cannot be read.
    """
    found: list[Playable] = []
    unreadable: UnreadableRecordingError | None = None
    for file in files_between(camera_id, start, end):
        try:
            index = fragment_index(folder / str(camera_id) / file.name, grows=file.grows)
        except UnreadableRecordingError as error:
            _log.error("recording_unreadable", error=str(error))
            unreadable = unreadable or error
            continue
        except OSError:
            continue
        needed = _needed(index, start, end) if index else ()
        if index and needed:
            found.append(Playable(file.name, file.grows, index, needed))
    if unreadable and not found:
        raise RecordingUnreadableError(str(unreadable)) from unreadable
    return found


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
