"""Points, polygons and directed lines in shares of the picture, origin top left, y downwards."""

from collections.abc import Sequence
from enum import StrEnum

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""x, y, width, height."""
Line = tuple[Point, Point]
"""From, to."""
_LOWEST = 1.0 - 1e-6


class Side(StrEnum):
    """Of a line, for somebody who walks along it."""

    LEFT = "left"
    RIGHT = "right"


def centre_of(box: Box) -> Point:
    x, y, width, height = box
    return x + width / 2, y + height / 2


def foot_of(box: Box) -> Point:
    """Where a thing stands on the ground; inside the picture even where its edge cuts the thing off."""
    x, y, width, height = box
    return x + width / 2, min(y + height, _LOWEST)


def inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Even-odd rule; a point on the edge may fall on either side."""
    x, y = point
    result = False
    for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            result = not result
    return result


def side_of(point: Point, line: Line) -> Side:
    """A point on the line itself counts as on its right, so that no way over it is counted twice."""
    return Side.RIGHT if _cross(line, point) >= 0 else Side.LEFT


def crossing(before: Point, after: Point, line: Line) -> Side | None:
    """To which side the straight way between two points crosses the line; None: not between its ends."""
    old, new = side_of(before, line), side_of(after, line)
    if old is new:
        return None
    far, near = _cross(line, before), _cross(line, after)
    share = far / (far - near)
    x = before[0] + share * (after[0] - before[0])
    y = before[1] + share * (after[1] - before[1])
    return new if 0.0 <= _along((x, y), line) <= 1.0 else None


def overlap(one: Box, other: Box) -> float:
    """Of two boxes what they share, divided by what they cover together."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)


def _cross(line: Line, point: Point) -> float:
    (x1, y1), (x2, y2) = line
    return (x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)


def _along(point: Point, line: Line) -> float:
    """How far along the line a point on it lies: 0 at its beginning, 1 at its end."""
    (x1, y1), (x2, y2) = line
    dx, dy = x2 - x1, y2 - y1
    return ((point[0] - x1) * dx + (point[1] - y1) * dy) / (dx * dx + dy * dy)
