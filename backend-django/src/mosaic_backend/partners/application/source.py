"""What a client can read, whether it is live or recorded; views ask nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from mosaic_backend.cameras.facade import CameraView, StreamStateView
from mosaic_backend.clips.facade import ClipView
from mosaic_backend.detections.facade import DetectionView, Hit, Match, PlateRecord


@dataclass(frozen=True)
class Wanted:
    """What a search narrows down to; None: not. camera: one that is not the client's finds nothing."""

    camera: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    min_confidence: float | None = None
    label: str | None = None
    zone: str | None = None


class Source(Protocol):
    """Shows a client its own, and of the rest not even that it is there."""

    def cameras(self, after: UUID | None, limit: int) -> list[CameraView]:
        """Oldest first."""

    def camera(self, camera_id: UUID) -> CameraView | None: ...

    def states(self, ids: Collection[UUID]) -> Mapping[UUID, StreamStateView]: ...

    def names(self, ids: Collection[UUID]) -> Mapping[UUID, str]: ...

    def detections(self, wanted: Wanted, before: UUID | None, limit: int) -> list[DetectionView]:
        """Newest first."""

    def plates(
        self, text: str | None, match: Match | None, wanted: Wanted, limit: int, cursor: str | None
    ) -> tuple[list[Hit], str | None]:
        """A page and the cursor of the next. Raises InvalidInputError for a bad text or cursor."""

    def plate(self, read_id: UUID) -> PlateRecord | None: ...

    def picture(self, key: str) -> bytes:
        """Raises NotFoundError for one that is gone."""

    def clips(self, camera: UUID | None, before: UUID | None, limit: int) -> list[ClipView]:
        """Newest first."""

    def clip(self, clip_id: UUID) -> ClipView | None: ...

    def clip_file(self, clip_id: UUID) -> Path:
        """Of a clip that is the client's and ready."""
