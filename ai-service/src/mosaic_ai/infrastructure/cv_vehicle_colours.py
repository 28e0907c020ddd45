"""The colour of a vehicle's paint by OpenCV: what is coloured at all, else how light most of it is.

Looked at is what lies around the plate, which is paint more often than glass, tyres and road are, and the
middle of the vehicle. A hue says much, as nothing else of a vehicle has one but its lights; lightness says less,
as it depends on exposure and sun: silver that the sun shines on looks as white does. All numbers are from
photographs of vehicles (benchmarks/ai/vehicle_colours.py).
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.vehicle_colours import VehicleColour
from mosaic_ai.infrastructure.camera_health.cv_picture_facts import light_of

SIDE = 64
"""A vehicle is shrunk to a square of so many pixels."""
SCENE = (96, 54)
LEAST_PX = 24
LEAST_SEEN = 0.01
LEAST_CHROMA = 5.0
MOST_CAST = 8.0
"""Of the light: what has next to no chroma in the picture is taken for grey up to that."""
COLOURED, VIVID = 0.3, 0.45
"""Chroma in shares of the lightness."""
DARKEST = 12.0
HUES: dict[str, tuple[float, float]] = {
    "red": (335, 45),
    "yellow": (45, 108),
    "green": (108, 205),
    "blue": (205, 320),
}
"""Degrees in CIELAB."""
LEAST_SHARES = {"red": 0.33, "yellow": 0.3, "green": 0.25, "blue": 0.24}
BLUE_CHROMA, BLUE_SHARE, BLUE_VIVID = 12.0, 0.5, 0.14
"""The sky in grey and black paint is a weak blue."""
BROWN_HUE, BROWN_CHROMA, PALE_CHROMA, YELLOW_CHROMA = 38.0, 17.0, 9.0, 30.0
PAINT = 0.27
"""What is as light as that share of the pixels is paint; the lightest such counts, as shadows are on all."""
ALIKE = 7.0
BLACK, GREY, WHITE = 26.0, (30.0, 56.0), 61.0
"""Lightness, 0 to 100: below, between, from there on."""
BODY_NOT_BLACK = 36.0
"""Grilles and bumpers around the plate are black on vehicles of any colour."""


class _Part(NamedTuple):
    """Pixels of a vehicle. lightness: 0..100; hue in degrees, chroma as in CIELAB less the light's cast."""

    lightness: NDArray[np.float32]
    chroma: NDArray[np.float32]
    hue: NDArray[np.float32]

    def share(self, name: str, saturation: float) -> float:
        return float(self.of_hue(name, saturation).mean())

    def of_hue(self, name: str, saturation: float) -> NDArray[np.bool_]:
        low, high = HUES[name]
        above, below = self.hue >= low, self.hue < high
        coloured = self.chroma > saturation * np.maximum(self.lightness, DARKEST)
        hue = above & below if low < high else above | below
        return np.asarray(hue & coloured & (self.chroma > LEAST_CHROMA), np.bool_)


class CvVehicleColours:
    """VehicleColours."""

    def colour(
        self, pixels: Pixels, vehicle: Box, plate: Box, scene: Pixels | None = None
    ) -> VehicleColour | None:
        height, width = pixels.shape[:2]
        box = vehicle.clipped(width, height)
        if min(box.width, box.height) < LEAST_PX:
            return None
        seen = pixels if scene is None else scene
        if light_of(seen) == "night":
            return None
        x, y, right, bottom = (round(each) for each in (box.x, box.y, box.right, box.bottom))
        small = cv2.resize(pixels[y:bottom, x:right], (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        lab = _lab(small)
        cast = _cast(_lab(cv2.resize(seen, SCENE, interpolation=cv2.INTER_AREA)))
        near, middle = _around(box, plate)
        if middle.mean() < LEAST_SEEN:
            return None
        if near.mean() < LEAST_SEEN:
            near = middle
        around, body = _part(lab, cast, near), _part(lab, cast, middle)
        return _hue_of(around, body, _part(lab, cast, near | middle)) or _lightness_of(around, body)


def _lab(picture: cv2.typing.MatLike) -> NDArray[np.float32]:
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2LAB), np.float32)


def _cast(scene: NDArray[np.float32]) -> NDArray[np.float32]:
    """The tint of what has the least colour in a picture."""
    chroma = np.hypot(scene[..., 1], scene[..., 2])
    greyest = scene[chroma <= np.quantile(chroma, 0.5)][:, 1:]
    return np.asarray(np.clip(np.median(greyest, axis=0), -MOST_CAST, MOST_CAST), np.float32)


def _around(vehicle: Box, plate: Box) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of the shrunk vehicle, without the plate: what lies around that, and the middle of the vehicle."""
    down, across = np.mgrid[:SIDE, :SIDE] + 0.5
    x = (across * vehicle.width / SIDE + vehicle.x - plate.x) / plate.width
    y = (down * vehicle.height / SIDE + vehicle.y - plate.y) / plate.height
    on_plate = (x > -0.12) & (x < 1.12) & (y > -0.35) & (y < 1.35)
    edge = (across < 2) | (across > SIDE - 2) | (down > 0.9 * SIDE)
    near = (x > -1.2) & (x < 2.2) & (y > -1.6) & (y < 2.0) & ~on_plate & ~edge
    middle = (
        (across > 0.1 * SIDE)
        & (across < 0.9 * SIDE)
        & (down > 0.15 * SIDE)
        & (down < 0.85 * SIDE)
        & ~on_plate
    )
    return near, middle


def _part(lab: NDArray[np.float32], cast: NDArray[np.float32], where: NDArray[np.bool_]) -> _Part:
    pixels = lab[where]
    a, b = (pixels[:, 1:] - cast).T
    return _Part(pixels[:, 0], np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360)


def _hue_of(around: _Part, body: _Part, both: _Part) -> VehicleColour | None:
    shares = {name: max(around.share(name, COLOURED), body.share(name, COLOURED)) for name in HUES}
    blue = around.share("blue", COLOURED)
    if blue < BLUE_SHARE and around.share("blue", VIVID) < BLUE_VIVID:
        blue = 0.0
    shares["blue"] = blue
    name = max(shares, key=lambda each: shares[each])
    if shares[name] < LEAST_SHARES[name]:
        return None
    coloured = both.of_hue(name, COLOURED)
    chroma = float(np.median(both.chroma[coloured]))
    if name == "blue" and chroma < BLUE_CHROMA:
        return None
    if name == "yellow":
        return VehicleColour.YELLOW if chroma > YELLOW_CHROMA else VehicleColour.BROWN
    if name == "red":
        hues = both.hue[coloured]
        hue = float(np.median(np.where(hues > 180, hues - 360, hues)))
        dull = chroma < PALE_CHROMA or (chroma < BROWN_CHROMA and hue > BROWN_HUE / 2)
        return VehicleColour.BROWN if dull or hue > BROWN_HUE else VehicleColour.RED
    return VehicleColour(name)


def _lightness_of(around: _Part, body: _Part) -> VehicleColour | None:
    lightness = _paint(around.lightness)
    if lightness < BLACK:
        return VehicleColour.BLACK if _paint(body.lightness) < BODY_NOT_BLACK else None
    if lightness >= WHITE:
        return VehicleColour.WHITE
    return VehicleColour.GREY if GREY[0] <= lightness < GREY[1] else None


def _paint(lightness: NDArray[np.float32]) -> float:
    """The lightest that much of it is as light as, within ALIKE; else the commonest."""
    levels = np.arange(0.0, 100.0, 2.0)
    ordered = np.sort(lightness)
    counts = np.searchsorted(ordered, levels + ALIKE) - np.searchsorted(ordered, levels - ALIKE)
    shares = counts / max(1, len(ordered))
    for at in range(len(levels) - 1, -1, -1):
        if shares[at] >= PAINT and shares[at] >= shares[max(0, at - 4) : at + 5].max():
            return float(levels[at])
    return float(levels[int(shares.argmax())])
