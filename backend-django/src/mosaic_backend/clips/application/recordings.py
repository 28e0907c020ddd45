"""Where recorded video comes from."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol
from uuid import UUID

from mosaic_backend.clips.domain.spans import Span
from mosaic_contracts.errors import MosaicError

Stage = Literal["queued", "reading", "encoding", "writing", "done"]
Method = Literal["copied", "smart", "encoded"]


class NoRecordingError(MosaicError):
    """Nothing was recorded at that time."""

    code = "no-recording"


class InterruptedCutError(MosaicError):
    """The worker stops; the cut has to begin again elsewhere."""

    code = "interrupted"


class CancelledCutError(MosaicError):
    """Nobody wants it any more."""

    code = "cancelled"


class Watch(Protocol):
    """Who is told how far a job is, and says when it has to stop."""

    def at(self, stage: Stage, share: float) -> None:
        """share: of the stage, 0..1. Cheap to call often. Raises InterruptedCutError, CancelledCutError."""


@dataclass(frozen=True)
class Piece:
    """Pictures that follow each other without a gap; at_s: where in the file they begin."""

    start: datetime
    end: datetime
    at_s: float


@dataclass(frozen=True)
class Cut:
    """A written file. pieces: what it shows, at least one.

    method: copied, bit by bit; smart, with its first or last pictures encoded anew; encoded, all of them.
    changes_at: the cut ends there, because the camera's stream was another one afterwards.
    """

    size_bytes: int
    sha256: str
    pieces: tuple[Piece, ...]
    method: Method = "copied"
    changes_at: datetime | None = None


class Recordings(Protocol):
    def spans(self, camera_id: UUID, wish: Span) -> list[Span]:
        """What was recorded, oldest first."""

    def cut(self, camera_id: UUID, wish: Span, target: Path, *, exact: bool, watch: Watch) -> Cut:
        """Writes the video of the wish as MP4, without its gaps.

        From the key frame at or before its start, or, exact, from its first picture to its last.
        Raises NoRecordingError, UnavailableError, OSError, and what the watch raises.
        """
