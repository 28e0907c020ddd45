"""What a zone's polygon must be, so that "inside" means one thing."""

import math
from collections.abc import Sequence

Point = tuple[float, float]

FEWEST, MOST = 3, 64
# Of the picture; below it lies what rounding of decimal corners leaves of a line.
SMALLEST_AREA = 1e-9
_FLAT = 1e-12


def polygon_fault(corners: Sequence[Point]) -> str | None:
    """Why these corners, shares of the picture in order, are no polygon; None when they are one."""
    if not FEWEST <= len(corners) <= MOST:
        return f"A polygon has {FEWEST} to {MOST} corners."
    if not all(
        math.isfinite(share) and 0.0 <= share <= 1.0 for corner in corners for share in corner
    ):
        return "Corners are shares of the picture, from 0 to 1."
    if len(set(corners)) != len(corners):
        return "A corner is there twice; the polygon closes by itself."
    if abs(area(corners)) < SMALLEST_AREA:
        return "The polygon has no area."
    if _crosses_itself(corners):
        return "The sides of the polygon cross or touch."
    return None


def area(corners: Sequence[Point]) -> float:
    """By the shoelace formula; negative where the corners run counter-clockwise on the screen."""
    following = [*corners[1:], corners[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, following, strict=True)) / 2


def _crosses_itself(corners: Sequence[Point]) -> bool:
    count = len(corners)
    sides = [(corners[number], corners[(number + 1) % count]) for number in range(count)]
    for one in range(count):
        for other in range(one + 1, count):
            neighbours = other == one + 1 or (one == 0 and other == count - 1)
            if neighbours:
                shared = sides[other][0] if other == one + 1 else sides[one][0]
                if _doubles_back(sides[one], sides[other], shared):
                    return True
            elif _meet(*sides[one], *sides[other]):
                return True
    return False


def _doubles_back(one: tuple[Point, Point], other: tuple[Point, Point], shared: Point) -> bool:
    """Whether two sides with a common corner lie on each other."""
    a = one[0] if one[1] == shared else one[1]
    b = other[0] if other[1] == shared else other[1]
    if _turn(shared, a, b) != 0:
        return False
    along = (a[0] - shared[0]) * (b[0] - shared[0]) + (a[1] - shared[1]) * (b[1] - shared[1])
    return along > 0


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two segments have a point in common."""
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: Point, b: Point, c: Point) -> int:
    """1, -1 or 0: whether a→b→c turns one way, the other, or goes straight."""
    cross = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return 0 if abs(cross) < _FLAT else (1 if cross > 0 else -1)
