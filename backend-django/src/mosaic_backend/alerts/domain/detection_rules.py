"""What a detection rule watches for at its camera."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from mosaic_backend.alerts.domain.geometry import (
    Box,
    Line,
    Point,
    Side,
    centre_of,
    foot_of,
    inside,
)
from mosaic_backend.alerts.domain.rules import Terms

MOST_SECONDS = 24 * 3600
MOST_ABOVE = 100
SHAPE = ("zone", "line", "direction", "seconds", "above")
"""The fields that must suit the kind."""
SHORTEST_LINE = 0.01
"""Of the picture's width or height."""


class RuleKind(StrEnum):
    ZONE = "object-in-zone"
    LINE = "line-crossing"
    LOITERING = "loitering"
    COUNT = "count-above"
    ABSENCE = "absence"


class Direction(StrEnum):
    """To which side of its line a rule wants a thing to go, for somebody who walks along the line."""

    EITHER = "either"
    LEFT = "left"
    RIGHT = "right"


class Anchor(StrEnum):
    """Which point of a box tells where the thing is."""

    CENTRE = "centre"
    FOOT = "foot"


@dataclass(frozen=True)
class SeenObject:
    """track_id: None where the producer follows nothing."""

    detection_id: UUID
    label: str
    confidence: float
    box: Box
    track_id: UUID | None = None


@dataclass(frozen=True)
class SeenFrame:
    camera_id: UUID
    at: datetime
    objects: tuple[SeenObject, ...]


@dataclass(frozen=True, kw_only=True)
class DetectionRule(Terms):
    """labels: none for all. zone, polygon: empty, None for the whole picture.

    seconds: of loitering and absence. above: of counting. line, direction: of crossing.
    """

    camera_id: UUID
    kind: RuleKind
    labels: frozenset[str] = frozenset()
    min_confidence: float = 0.0
    anchor: Anchor = Anchor.CENTRE
    zone: str = ""
    polygon: tuple[Point, ...] | None = None
    line: Line | None = None
    direction: Direction = Direction.EITHER
    seconds: int = 0
    above: int = 0

    def wants(self, seen: SeenObject) -> bool:
        """By label and confidence; where it is, is asked apart."""
        return seen.confidence >= self.min_confidence and (
            not self.labels or seen.label in self.labels
        )

    def point_of(self, seen: SeenObject) -> Point:
        return centre_of(seen.box) if self.anchor is Anchor.CENTRE else foot_of(seen.box)

    def holds(self, point: Point) -> bool:
        """Whether its zone does."""
        return self.polygon is None or inside(point, self.polygon)

    def goes(self, side: Side) -> bool:
        return self.direction is Direction.EITHER or self.direction.value == side.value


def faults(rule: Mapping[str, Any], zones: Collection[str]) -> dict[str, str]:
    """What is wrong with a rule's fields, by field. zones: the names of those that its camera has."""
    kind, found = rule["kind"], {}
    if rule["zone"] and rule["zone"] not in zones:
        found["zone"] = "the camera has no such zone that could hold anything"
    if kind == RuleKind.LINE:
        found |= _line_faults(rule["line"])
        if rule["zone"]:
            found["zone"] = "a line needs no zone"
    elif rule["line"]:
        found["line"] = "this kind has no line"
    if kind != RuleKind.LINE and rule["direction"] != Direction.EITHER:
        found["direction"] = "only the crossing of a line has a direction"
    timed = kind in {RuleKind.LOITERING, RuleKind.ABSENCE}
    if timed and not 1 <= (rule["seconds"] or 0) <= MOST_SECONDS:
        found["seconds"] = f"this kind needs seconds, 1 to {MOST_SECONDS}"
    elif not timed and rule["seconds"]:
        found["seconds"] = "this kind has no seconds"
    if kind == RuleKind.COUNT and not 1 <= (rule["above"] or 0) <= MOST_ABOVE:
        found["above"] = f"this kind needs a number, 1 to {MOST_ABOVE}"
    elif kind != RuleKind.COUNT and rule["above"]:
        found["above"] = "this kind counts nothing"
    return found


def _line_faults(line: Any) -> dict[str, str]:
    if not line or len(line) != 4 or not all(0.0 <= share <= 1.0 for share in line):
        return {"line": "a line is x1, y1, x2, y2 in shares of the picture, from 0 to 1"}
    if max(abs(line[2] - line[0]), abs(line[3] - line[1])) < SHORTEST_LINE:
        return {"line": "the line is too short"}
    return {}
