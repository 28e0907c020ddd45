"""A plate read reduced to which plate passed which camera when, for those who follow many of them."""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateRecord


class Passage(NamedTuple):
    """plate: the folded text as it was read."""

    id: UUID
    camera_id: UUID
    plate: str
    first_seen_at: datetime
    last_seen_at: datetime
    confidence: float
    zones: tuple[str, ...]


class Passages(Protocol):
    """Every look goes by an index and has a limit."""

    def reads(self, ids: Sequence[UUID]) -> list[PlateRecord]: ...

    def at_camera(
        self, camera_id: UUID, since: datetime, until: datetime, limit: int
    ) -> list[Passage]:
        """Those first seen in that time, oldest first."""

    def of_plates(
        self, plates: Sequence[str], cameras: Set[UUID] | None, since: datetime, each: int
    ) -> dict[str, list[Passage]]:
        """Of each plate the newest `each` since then, newest first; without those that were not read."""

    def ids_since(self, since: datetime, after: UUID | None, limit: int) -> list[UUID]:
        """Of all reads since then, oldest first; after: only greater ids."""

    def before(
        self, passages: Sequence[tuple[UUID, str, datetime]], within: timedelta
    ) -> dict[UUID, Passage]:
        """For each (id, plate, first seen) the passage of the same plate before it, if within that time."""
