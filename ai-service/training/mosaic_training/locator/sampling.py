"""One training picture with its truth."""

import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.faces import DrawFace, FaceWindow
from mosaic_training.locator.scenes.background import paint_background
from mosaic_training.locator.scenes.camera import expose, stamp, turn_view
from mosaic_training.locator.scenes.lettering import Fonts
from mosaic_training.locator.scenes.mounting import Faces
from mosaic_training.locator.scenes.other_vehicles import (
    draw_close_up,
    draw_lorry,
    draw_motorcycle,
    draw_van_side,
)
from mosaic_training.locator.scenes.stage import Pixels, Stage, TruePlate
from mosaic_training.locator.scenes.street_furniture import place_street_furniture
from mosaic_training.locator.scenes.textures import Textures
from mosaic_training.locator.scenes.vehicle_parts import place_part
from mosaic_training.locator.scenes.vehicles import draw_car
from mosaic_training.locator.scenes.weather import pass_weather

SIDE = 416
WITHOUT_PLATES = 0.3
SMALLEST_CAR, LARGEST_CAR = 60.0, 1150.0
SMALLEST_PX = (12.0, 5.0)
FAINTEST = 11.0
"""Deviation of a plate's pixels below which nobody could tell it."""
HIDDEN, PARTLY_HIDDEN = 0.75, 0.2
"""Share of a plate's pixels painted over later, above which it is gone or ignored."""


@dataclass(frozen=True)
class Sample:
    """picture: (SIDE, SIDE, 3) BGR. lettering: corners (4, 2) of what is written and is no plate."""

    picture: Pixels
    plates: tuple[TruePlate, ...]
    lettering: tuple[NDArray[np.float32], ...] = ()


class Sampler:
    """Renders picture number n of a seed; the same whatever was rendered before."""

    def __init__(self, seed: str, fonts: Path, draw_face: DrawFace) -> None:
        self._seed = seed
        rng = random.Random(seed)
        self._fonts = Fonts(fonts, rng)
        numbers = [rng.getrandbits(32) for _ in range(4)]
        self._textures = Textures(np.random.default_rng(numbers))
        self._faces = FaceWindow(seed, draw_face)

    def sample(self, number: int, *, without_plates: bool | None = None) -> Sample:
        """without_plates: as wished, else by chance."""
        rng = random.Random(f"{self._seed}:picture:{number}")
        stage = self._stage(rng)
        if without_plates is not None:
            stage.without_plates = without_plates
        marks = Marks()
        _draw_scene(stage, self._faces.for_picture(number), marks)
        marks.judge(stage)
        if stage.chance(0.35):
            turn_view(stage)
        pass_weather(stage)
        if stage.chance(0.2):
            stamp(stage)
        picture = expose(stage)
        plates = [plate for plate in stage.plates if _is_in_picture(plate, picture)]
        return Sample(picture, tuple(plates), tuple(stage.lettering))

    def _stage(self, rng: random.Random) -> Stage:
        night = rng.random() < 0.22
        return Stage(
            picture=np.zeros((SIDE, SIDE, 3), np.uint8),
            rng=rng,
            fonts=self._fonts,
            textures=self._textures,
            light=rng.uniform(0.16, 0.5) if night else rng.uniform(0.65, 1.15),
            infra_red=night and rng.random() < 0.45,
            without_plates=rng.random() < WITHOUT_PLATES,
        )


class Marks:
    """What each plate looked like when it was drawn, to tell later how much of it was painted over."""

    def __init__(self) -> None:
        self._then: list[tuple[TruePlate, tuple[slice, slice], Pixels]] = []

    def take(self, stage: Stage) -> None:
        """Remembers the plates drawn since the last call."""
        for plate in stage.plates[len(self._then) :]:
            x0, y0, x1, y1 = plate.box()
            rows = slice(max(0, round(y0)), max(0, round(y1)))
            columns = slice(max(0, round(x0)), max(0, round(x1)))
            self._then.append((plate, (rows, columns), stage.picture[rows, columns].copy()))

    def judge(self, stage: Stage) -> None:
        self.take(stage)
        kept = []
        for plate, place, then in self._then:
            now = stage.picture[place]
            changed = np.abs(now.astype(np.int16) - then).max(2) > 2 if now.size else np.ones(1)
            hidden = float(changed.mean())
            if hidden > HIDDEN:
                continue
            plate.ignored = plate.ignored or hidden > PARTLY_HIDDEN
            kept.append(plate)
        stage.plates = kept


def _draw_scene(stage: Stage, faces: Faces, marks: Marks) -> None:
    rng, side = stage.rng, stage.side
    horizon = paint_background(stage)
    place_street_furniture(stage, rng.choice((0, 0, 1, 2, 3, 5)))
    for _ in range(rng.choice((0, 0, 1, 2, 3))):
        place_part(stage, rng.uniform(0, side), rng.uniform(0, side), _between_logs(rng, 20, 170))
    if rng.random() < 0.8:
        widths = sorted(
            _between_logs(rng, SMALLEST_CAR, LARGEST_CAR)
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3)))
        )
        for width in widths:
            _vehicle(stage, faces, width, horizon)
            marks.take(stage)
    for _ in range(rng.choice((0, 0, 0, 0, 1, 1, 2)) if stage.plates else rng.choice((0, 1, 1, 2))):
        width = _between_logs(rng, 15, 260)
        x, y = rng.uniform(0.02, 0.98) * side, rng.uniform(0.02, 0.98) * side
        if _is_free(stage, x, y, width):
            draw_close_up(stage, faces, x, y, width)
            marks.take(stage)
    if rng.random() < 0.1:
        place_street_furniture(stage, 1)
    if rng.random() < 0.08:
        _something_before(stage)


def _vehicle(stage: Stage, faces: Faces, width: float, horizon: float) -> None:
    rng, side = stage.rng, stage.side
    if width > side * 0.9:
        x, ground = rng.uniform(0.25, 0.75) * side, side * rng.uniform(0.55, 1.0) + width * 0.12
    else:
        low = max(0.4, horizon / side)
        x, ground = rng.uniform(0.05, 0.95) * side, side * rng.uniform(low, 1.03)
    kind = rng.random()
    if kind < 0.78:
        draw_car(stage, faces, x, ground, width)
    elif kind < 0.88:
        draw_lorry(stage, faces, x, ground, width * 1.2)
    elif kind < 0.93:
        draw_van_side(stage, x, ground, width * 1.3)
    else:
        draw_motorcycle(stage, faces, x, ground, min(width * 0.6, side * 1.2))


def _something_before(stage: Stage) -> None:
    """A post, a rope, a branch between the camera and the scene."""
    rng, side = stage.rng, stage.side
    x = rng.uniform(0, side)
    end = (x + rng.gauss(0, 60), side) if stage.chance(0.7) else (side, rng.uniform(0, side))
    colour = stage.lit(stage.colour(rng.uniform(10, 200), 30))
    stage.line((x, 0), end, colour, rng.uniform(2, 14))


def _is_free(stage: Stage, x: float, y: float, width: float) -> bool:
    for plate in stage.plates:
        x0, y0, x1, y1 = plate.box()
        near_x = abs((x0 + x1) / 2 - x) < (x1 - x0) / 2 + width * 0.8
        near_y = abs((y0 + y1) / 2 - y) < (y1 - y0) / 2 + width * 0.6
        if near_x and near_y:
            return False
    return True


def _is_in_picture(plate: TruePlate, picture: Pixels) -> bool:
    """False outside; marks what is mostly outside, too small, or too dark or blurred to be seen."""
    low, high = plate.corners.min(0), plate.corners.max(0)
    inner_low, inner_high = np.clip(low, 0, SIDE), np.clip(high, 0, SIDE)
    share = np.prod(inner_high - inner_low) / max(1e-6, float(np.prod(high - low)))
    if share <= 0.02:
        return False
    (left, top), (right, bottom) = np.floor(inner_low).astype(int), np.ceil(inner_high).astype(int)
    seen = picture[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    small = high[0] - low[0] < SMALLEST_PX[0] or high[1] - low[1] < SMALLEST_PX[1]
    plate.ignored = bool(plate.ignored or share < 0.65 or small or seen.std() < FAINTEST)
    return True


def _between_logs(rng: random.Random, low: float, high: float) -> float:
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def boxes(plates: tuple[TruePlate, ...]) -> NDArray[np.float32]:
    """(n, 4): left, top, right, bottom."""
    return np.array([plate.box() for plate in plates], np.float32).reshape(-1, 4)
