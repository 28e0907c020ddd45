"""What a search of detections asks for, and what it finds."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Meets(StrEnum):
    """How an object meets a drawn box."""

    CENTRE = "centre"
    TOUCHES = "intersects"


class DrawnBox(NamedTuple):
    """Corners in shares of the picture, the first one above and left of the second."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class DetectionFilters:
    """What every hit must satisfy. cameras: None for all. labels, zones: any of them; none for all."""

    cameras: Set[UUID] | None
    labels: Sequence[str] = ()
    zones: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    min_confidence: float | None = None
    track: UUID | None = None
    box: DrawnBox | None = None
    meets: Meets = Meets.CENTRE


class Count(NamedTuple):
    value: str
    number: int


@dataclass(frozen=True)
class Facets:
    """Counts, the most frequent first; hours in order. hours: their beginnings, UTC.

    counted_from: older ones than this were not counted; None: all that satisfy the filters were.
    """

    total: int
    labels: list[Count]
    zones: list[Count]
    cameras: list[Count]
    hours: list[Count]
    counted_from: datetime | None
