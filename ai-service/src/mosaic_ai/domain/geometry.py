"""Boxes in pixels of one picture, origin top left."""

import math
from collections.abc import Sequence
from typing import NamedTuple, Self


class Box(NamedTuple):
    """A rectangle; width and height are positive."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        return self.width * self.height

    def grown(self, share_x: float, share_y: float) -> Self:
        """Wider by `share_x` of its width and higher by `share_y` of its height at each side."""
        return type(self)(
            self.x - self.width * share_x,
            self.y - self.height * share_y,
            self.width * (1 + 2 * share_x),
            self.height * (1 + 2 * share_y),
        )

    def padded(self, pixels: float) -> Self:
        return type(self)(
            self.x - pixels, self.y - pixels, self.width + 2 * pixels, self.height + 2 * pixels
        )

    def moved(self, dx: float, dy: float) -> Self:
        return type(self)(self.x + dx, self.y + dy, self.width, self.height)

    def scaled(self, factor: float) -> Self:
        return type(self)(*(value * factor for value in self))

    def clipped(self, width: int, height: int) -> Self:
        """The part inside a picture of that size; may be empty."""
        x, y = min(max(self.x, 0.0), width), min(max(self.y, 0.0), height)
        right, bottom = min(max(self.right, x), width), min(max(self.bottom, y), height)
        return type(self)(x, y, right - x, bottom - y)

    def shares(self, width: int, height: int) -> tuple[float, float, float, float]:
        """As shares of the picture, 0..1, clipped, as events carry it."""
        inside = self.clipped(width, height)
        return (
            round(inside.x / width, 5),
            round(inside.y / height, 5),
            round(inside.width / width, 5),
            round(inside.height / height, 5),
        )


def intersection(a: Box, b: Box) -> float:
    """Area common to both."""
    width = min(a.right, b.right) - max(a.x, b.x)
    height = min(a.bottom, b.bottom) - max(a.y, b.y)
    return max(width, 0.0) * max(height, 0.0)


def iou(a: Box, b: Box) -> float:
    common = intersection(a, b)
    return common / (a.area + b.area - common) if common else 0.0


def contained(inner: Box, outer: Box) -> float:
    """Share of `inner` that lies in `outer`."""
    return intersection(inner, outer) / inner.area if inner.area else 0.0


def distance(a: Box, b: Box) -> float:
    """Between the centres."""
    return math.dist(a.centre, b.centre)


def enclosing(boxes: Sequence[Box]) -> Box:
    """The smallest box around all; at least one must be given."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(x, y, right - x, bottom - y)


def merged(boxes: Sequence[Box], *, waste: float = 1.3) -> list[Box]:
    """Joins boxes as long as the joint box is at most `waste` times the areas that it replaces."""
    result = list(boxes)
    joined = True
    while joined:
        joined = False
        for i in range(len(result)):
            for j in range(i + 1, len(result)):
                joint = enclosing((result[i], result[j]))
                if joint.area <= waste * (result[i].area + result[j].area):
                    result[i] = joint
                    del result[j]
                    joined = True
                    break
            if joined:
                break
    return result


class Corners(NamedTuple):
    """A plate's corners, clockwise from its own top left; in perspective they form no rectangle."""

    top_left: tuple[float, float]
    top_right: tuple[float, float]
    bottom_right: tuple[float, float]
    bottom_left: tuple[float, float]

    def moved(self, dx: float, dy: float) -> Self:
        return type(self)(*((x + dx, y + dy) for x, y in self))

    def scaled(self, factor: float) -> Self:
        return type(self)(*((x * factor, y * factor) for x, y in self))

    @property
    def size(self) -> tuple[float, float]:
        """Mean lengths of the level and of the upright edges."""
        across = (
            math.dist(self.top_left, self.top_right),
            math.dist(self.bottom_left, self.bottom_right),
        )
        down = (
            math.dist(self.top_left, self.bottom_left),
            math.dist(self.top_right, self.bottom_right),
        )
        return sum(across) / 2, sum(down) / 2

    @property
    def is_convex(self) -> bool:
        """Whether they go round clockwise (on a screen, y downwards) and enclose something."""
        return all(
            _turn(self[i], self[(i + 1) % 4], self[(i + 2) % 4]) > 0 for i in range(len(self))
        )


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
