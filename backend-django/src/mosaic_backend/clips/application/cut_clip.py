"""Cuts one clip out of the recordings."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.application.recordings import NoRecordingError, Recordings
from mosaic_backend.clips.domain.spans import Span, within


@dataclass(frozen=True)
class CutFile:
    """recorded: the parts of the wish of which there was a recording."""

    size_bytes: int
    sha256: str
    recorded: tuple[Span, ...] = ()


def cut_clip(
    recordings: Recordings,
    *,
    clip_id: UUID,
    camera_id: UUID,
    wish: Span,
    folder: Path,
    interrupted: Callable[[], bool],
) -> CutFile:
    """Writes `<folder>/<clip id>.mp4` in one step, so that a file there is always whole.

    Raises NoRecordingError, UnavailableError, InterruptedCutError, OSError.
    """
    recorded = within(recordings.spans(camera_id, wish), wish)
    if not recorded:
        raise NoRecordingError("nothing was recorded of this camera in that time")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{clip_id}.part"
    try:
        recordings.cut(camera_id, wish, part, interrupted)
        size = part.stat().st_size
        if size == 0:
            raise NoRecordingError("nothing was recorded of this camera in that time")
        with part.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        part.replace(clip_path(folder, clip_id))
    finally:
        part.unlink(missing_ok=True)
    return CutFile(size, digest, tuple(recorded))


def clip_path(folder: Path, clip_id: UUID) -> Path:
    return folder / f"{clip_id}.mp4"
