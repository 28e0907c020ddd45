"""Cuts one clip out of the recordings."""

from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from uuid import UUID

from mosaic_backend.clips.application.recordings import Cut, NoRecordingError, Recordings, Watch
from mosaic_backend.clips.domain.spans import Span, within


@dataclass(frozen=True)
class CutFile:
    """part: the file, whole and not yet in its place. recorded: the parts of the wish that were recorded."""

    part: Path
    cut: Cut
    recorded: tuple[Span, ...] = ()


def cut_clip(
    recordings: Recordings,
    *,
    clip_id: UUID,
    camera_id: UUID,
    wish: Span,
    folder: Path,
    exact: bool,
    watch: Watch,
) -> CutFile:
    """Writes a file of this attempt alone: a job may be taken up twice.

    Raises NoRecordingError, UnavailableError, InterruptedCutError, CancelledCutError, OSError.
    """
    if not within(recordings.spans(camera_id, wish), wish):
        raise NoRecordingError("nothing was recorded of this camera in that time")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{clip_id}.{token_hex(4)}.part"
    try:
        cut = recordings.cut(camera_id, wish, part, exact=exact, watch=watch)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    # Read anew: the index is older than the file where that still grows.
    recorded = within([Span(piece.start, piece.end) for piece in cut.pieces], wish)
    return CutFile(part, cut, tuple(recorded))


def clip_path(folder: Path, clip_id: UUID) -> Path:
    return folder / f"{clip_id}.mp4"
