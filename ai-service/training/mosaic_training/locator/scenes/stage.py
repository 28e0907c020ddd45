"""The picture being drawn and all that drawing needs."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.scenes.lettering import Fonts
from mosaic_training.locator.scenes.textures import Textures

Pixels = NDArray[np.uint8]
Colour = tuple[float, float, float]
Point = tuple[float, float]

FRACTION_BITS = 4
RAMP = np.linspace(-0.5, 0.5, 5)
LARGEST = 6000
"""Coordinates beyond it are clipped: OpenCV's drawing counts in 16ths of a pixel."""
PLATE_LIKE = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z\d][A-Z\d .-]{2,8}|\d{5,7}")


@dataclass(eq=False)
class TruePlate:
    """A plate as it was drawn.

    corners: (4, 2) float32, continuous pixels (a pixel covers [i, i + 1)), top left, top right, bottom right,
    bottom left of the plate in its own orientation.
    ignored: too little of it can be seen to ask for it or to forbid it.
    """

    corners: NDArray[np.float32]
    ignored: bool = False

    def box(self) -> tuple[float, float, float, float]:
        low, high = self.corners.min(0), self.corners.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(eq=False)
class Stage:
    """What is drawn later hides what was drawn earlier.

    light: 1 is day. lights: x, y, radius and colour of lamps that shine. lettering: corners of what is written
    and could not stand on a plate, (4, 2) float32 each.
    """

    picture: Pixels
    rng: random.Random
    fonts: Fonts
    textures: Textures
    light: float = 1.0
    infra_red: bool = False
    without_plates: bool = False
    plates: list[TruePlate] = field(default_factory=list)
    lights: list[tuple[float, float, float, Colour]] = field(default_factory=list)
    lettering: list[NDArray[np.float32]] = field(default_factory=list)

    @property
    def side(self) -> int:
        return int(self.picture.shape[0])

    def between(self, low: float, high: float) -> float:
        return self.rng.uniform(low, high)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def colour(self, value: float | None = None, spread: float = 60) -> Colour:
        """Some colour around that brightness, BGR, not lit."""
        base = self.between(0, 255) if value is None else value
        blue, green, red = (min(255.0, max(0.0, self.rng.gauss(base, spread / 2))) for _ in "bgr")
        return blue, green, red

    def grey(self, low: float, high: float) -> Colour:
        value = self.between(low, high) * self.light
        return value, value, value

    def lit(self, colour: Colour, factor: float = 1.0) -> Colour:
        scale = self.light * factor
        return colour[0] * scale, colour[1] * scale, colour[2] * scale

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        cv2.fillPoly(
            self.picture, [_fixed(points)], clipped(colour), cv2.LINE_AA, shift=FRACTION_BITS
        )

    def outline(self, points: Sequence[Point], colour: Colour, width: float = 1) -> None:
        shape = _fixed(points)
        cv2.polylines(
            self.picture, [shape], True, clipped(colour), _width(width), cv2.LINE_AA, FRACTION_BITS
        )

    def rectangle(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        left, top = max(0, round(x0)), max(0, round(y0))
        if x1 > left and y1 > top:
            self.picture[top : max(0, round(y1)), left : max(0, round(x1))] = clipped(colour)

    def line(self, start: Point, end: Point, colour: Colour, width: float = 1) -> None:
        first, second = _fixed([start, end]).reshape(2, 2).tolist()
        cv2.line(
            self.picture, first, second, clipped(colour), _width(width), cv2.LINE_AA, FRACTION_BITS
        )

    def ellipse(
        self,
        centre: Point,
        radii: Point,
        colour: Colour,
        *,
        turn: float = 0,
        width: float | None = None,
    ) -> None:
        """Filled unless a width is given."""
        x, y = (max(-LARGEST, min(LARGEST, round(v))) for v in centre)
        axes = tuple(max(1, min(LARGEST, round(radius))) for radius in radii)
        thickness = -1 if width is None else _width(width)
        cv2.ellipse(
            self.picture, (x, y), axes, turn, 0, 360, clipped(colour), thickness, cv2.LINE_AA
        )

    def shaded(self, points: Sequence[Point], colour: Colour, strength: float = 0.25) -> None:
        """A polygon whose brightness runs over it."""
        shape = np.array(points, np.float64)
        low = np.maximum(np.floor(shape.min(0)), 0).astype(int)
        high = np.minimum(np.ceil(shape.max(0)) + 1, self.side).astype(int)
        (left, top), (right, bottom) = low.tolist(), high.tolist()
        if right - left < 2 or bottom - top < 2:
            return
        mask = np.zeros((bottom - top, right - left), np.uint8)
        moved = _fixed((shape - [left, top]).tolist())
        cv2.fillPoly(mask, [moved], 255, cv2.LINE_AA, shift=FRACTION_BITS)
        down = (self.between(-0.5, 0.5) + self.between(-2, 2) * RAMP)[:, None, None]
        across = (self.between(-0.5, 0.5) + self.between(-2, 2) * RAMP)[None, :, None]
        gain = 1 + strength * down + 0.5 * strength * across
        shades = np.clip(gain * np.array(colour), 0, 255).astype(np.uint8)
        paint = np.asarray(cv2.resize(shades, (right - left, bottom - top)), np.uint8)
        blend(self.picture[top:bottom, left:right], paint, mask)

    def roughen(self, x0: float, y0: float, x1: float, y1: float, amount: float) -> None:
        left, top = max(0, int(x0)), max(0, int(y0))
        right, bottom = min(self.side, int(x1)), min(self.side, int(y1))
        if right - left < 3 or bottom - top < 3:
            return
        noise = self.textures.cut(self.rng, bottom - top, right - left) * np.float32(amount)
        add(self.picture[top:bottom, left:right], noise)

    def write(
        self,
        text: str,
        centre: Point,
        height: float,
        colour: Colour,
        *,
        width: float | None = None,
        relief: Colour | None = None,
        file: str | None = None,
    ) -> None:
        """Text around that centre; without a width as wide as its font has it."""
        if height < 2:
            return
        mask = self.fonts.mask(text, file or self.fonts.any(self.rng), min(height, 120))
        rows = max(2, round(height))
        columns = max(2, round(width or mask.shape[1] * height / mask.shape[0]))
        if columns > 3 * self.side or rows > self.side:
            return
        small = rows < mask.shape[0]
        method = cv2.INTER_AREA if small else cv2.INTER_LINEAR
        ink = np.asarray(cv2.resize(mask, (columns, rows), interpolation=method), np.uint8)
        x, y = round(centre[0] - columns / 2), round(centre[1] - rows / 2)
        low, high = (x, y), (x + columns, y + rows)
        corners = [low, (high[0], low[1]), high, (low[0], high[1])]
        if not PLATE_LIKE.fullmatch(text):
            self.lettering.append(np.array(corners, np.float32))
        if relief is not None:
            paint_mask(self.picture, ink, x + 1, y + 1, relief)
        paint_mask(self.picture, ink, x, y, colour)


def paint_mask(picture: Pixels, mask: Pixels, x: int, y: int, colour: Colour) -> None:
    height, width = picture.shape[:2]
    rows, columns = mask.shape
    left, top, right, bottom = max(x, 0), max(y, 0), min(x + columns, width), min(y + rows, height)
    if right <= left or bottom <= top:
        return
    part = mask[top - y : bottom - y, left - x : right - x]
    region = picture[top:bottom, left:right]
    blend(region, np.full(region.shape, clipped(colour), np.uint8), part)


def blend(region: Pixels, paint: Pixels, mask: Pixels) -> None:
    """Lays the paint on the region where the mask is 255. In whole numbers: 20 times as fast as in floats."""
    share = cv2.merge([mask, mask, mask])
    laid = cv2.multiply(paint, share, scale=1 / 255)
    left = cv2.multiply(region, cv2.bitwise_not(share), scale=1 / 255)
    region[:] = cv2.add(laid, left)


def add(region: Pixels, amount: NDArray[np.float32]) -> None:
    """Adds a grey field (height, width)."""
    steps = amount.astype(np.int16)
    region[:] = cv2.add(region, cv2.merge([steps, steps, steps]), dtype=cv2.CV_8U)


def clipped(colour: Colour) -> tuple[int, int, int]:
    blue, green, red = (max(0, min(255, int(value))) for value in colour)
    return blue, green, red


def _fixed(points: Sequence[Sequence[float]]) -> NDArray[np.int32]:
    shape = np.clip(np.array(points, np.float64), -LARGEST, LARGEST)
    return np.rint((shape - 0.5) * (1 << FRACTION_BITS)).astype(np.int32)


def _width(width: float) -> int:
    return max(1, min(200, round(width)))
