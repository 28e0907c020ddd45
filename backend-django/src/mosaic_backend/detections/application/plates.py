"""What a plate read looks like to those who ask, and the store that finds them."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from mosaic_backend.detections.domain.glyphs import Glyph


@dataclass(frozen=True)
class PlateRecord:
    """A stored plate read; boxes are shares of the picture, `images` maps kind to evidence key."""

    id: UUID
    camera_id: UUID
    track_id: UUID
    revision: int
    final: bool
    text: str
    folded: str
    confidence: float
    glyphs: tuple[Glyph, ...]
    first_seen_at: datetime
    seen_at: datetime
    last_seen_at: datetime
    votes: int
    box: tuple[float, ...]
    frame: tuple[int, int]
    vehicle: dict[str, Any] | None
    zones: tuple[str, ...]
    images: dict[str, str]
    engine: str


@dataclass(frozen=True)
class PlateFilters:
    """What every hit must satisfy. `cameras` None: all of them; `not_after`: the newest id to look at."""

    cameras: Set[UUID] | None
    since: datetime | None = None
    until: datetime | None = None
    min_confidence: float | None = None
    not_after: UUID | None = None


class PlateIndex(Protocol):
    """Finds plate reads; newest first unless told otherwise, at most `limit`."""

    def newest(
        self, filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]: ...

    def exact(
        self, folded: str, filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]: ...

    def like(
        self, pattern: str, filters: PlateFilters, before: UUID | None, limit: int
    ) -> list[PlateRecord]:
        r"""`pattern` is a LIKE pattern with escape character \."""

    def near(self, keys: Sequence[int], filters: PlateFilters, limit: int) -> list[PlateRecord]:
        """Reads that share a key (domain/neighbourhood.py); those that share the first key come first."""

    def get(self, read_id: UUID) -> PlateRecord | None: ...
