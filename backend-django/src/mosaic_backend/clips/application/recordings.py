"""Where recorded video comes from."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from uuid import UUID

from mosaic_backend.clips.domain.spans import Span
from mosaic_contracts.errors import MosaicError


class NoRecordingError(MosaicError):
    """Nothing was recorded at that time."""

    code = "no-recording"


class InterruptedCutError(MosaicError):
    """The worker stops; the cut has to begin again elsewhere."""

    code = "interrupted"


class Recordings(Protocol):
    def spans(self, camera_id: UUID, wish: Span | None) -> list[Span]:
        """What was recorded, oldest first. Raises UnavailableError."""

    def cut(
        self, camera_id: UUID, wish: Span, target: Path, interrupted: Callable[[], bool]
    ) -> None:
        """Writes the video of the wish as MP4; ends early where the recording does.

        Raises NoRecordingError, UnavailableError, or InterruptedCutError once `interrupted` says so.
        """
