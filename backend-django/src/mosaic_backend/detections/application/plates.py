"""What a plate read looks like to those who ask, and the store that finds them."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from mosaic_backend.detections.domain.beliefs import Counts
from mosaic_backend.detections.domain.glyphs import Glyph
from mosaic_contracts.events.types import TravelDirection


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
    direction: str | None = None


class Listed(NamedTuple):
    """A query of another context in the same database, one folded plate a row, each maybe more than once.

    wanted False: the reads of none of them.
    """

    sql: str
    parameters: tuple[Any, ...]
    wanted: bool = True


@dataclass(frozen=True)
class PlateFilters:
    """What every hit must satisfy. `cameras` None: all of them; `not_after`: the newest id to look at.

    day_from, day_until: of the day in UTC, the former later than the latter: over midnight. vehicle, colours
    (one of these): of the vehicle that carried the plate. listed: plates of which one was read, or is what a
    person says; or of which none is.
    """

    cameras: Set[UUID] | None
    since: datetime | None = None
    until: datetime | None = None
    min_confidence: float | None = None
    not_after: UUID | None = None
    day_from: time | None = None
    day_until: time | None = None
    vehicle: str | None = None
    colours: Set[str] = frozenset()
    listed: Listed | None = None
    direction: TravelDirection | None = None

    @property
    def sparse(self) -> bool:
        """Whether there is no index for one of them: few of many reads may satisfy it."""
        loose = (self.min_confidence, self.day_from, self.day_until, self.vehicle)
        asked = (each is not None for each in (*loose, self.listed, self.direction))
        return bool(self.colours) or any(asked)


class Candidate(NamedTuple):
    """A read that may be a hit. packed: its glyphs (glyphs.py). said: what a person says that it reads."""

    id: UUID
    camera_id: UUID
    packed: str
    said: str | None = None


class Found(NamedTuple):
    """Newest first. looked_to: older reads than this have not been looked at; None: all have, or there are enough.

    estimate: how many satisfy the filters in all, about; None where it is not known cheaply.
    """

    reads: list[PlateRecord]
    looked_to: UUID | None = None
    estimate: int | None = None


class PlateIndex(Protocol):
    """Finds plate reads, at most `limit`."""

    def newest(self, filters: PlateFilters, before: UUID | None, limit: int) -> Found: ...

    def exact(
        self, folded: str, filters: PlateFilters, before: UUID | None, limit: int
    ) -> Found: ...

    def like(self, pattern: str, filters: PlateFilters, before: UUID | None, limit: int) -> Found:
        r"""`pattern` is a LIKE pattern with escape character \."""

    def near(self, keys: Sequence[int], filters: PlateFilters, limit: int) -> list[Candidate]:
        """Reads that share a key (domain/neighbourhood.py).

        Where there are too many, those that share the first key go before others, newer before older ones.
        """

    def records(self, read_ids: Sequence[UUID]) -> dict[UUID, PlateRecord]:
        """Those that there are."""

    def get(self, read_id: UUID) -> PlateRecord | None: ...


class Lessons(Protocol):
    """What people's corrections have taught of cameras."""

    def of(self, cameras: Set[UUID]) -> Mapping[UUID, Counts]:
        """Of those that have any."""
