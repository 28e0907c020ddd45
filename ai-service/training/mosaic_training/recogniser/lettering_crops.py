"""Crops of lettering that is no plate, out of scenes without plates: the recogniser shall read nothing there."""

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.faces import draw_face_with
from mosaic_training.locator.sampling import Sampler

CROPS_A_SCENE = 4
LEAST_PX = (14, 7)
FAINTEST = 15.0
Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]


def lettering_crops(
    seed: str, fonts: Path, size: tuple[int, int], margins: tuple[float, float]
) -> Iterator[tuple[Pixels, float]]:
    """Endless crops, BGR, and their proportions; the same for the same seed.

    size: width and height. margins: around what would be the plate, in shares of both.
    """
    sampler = Sampler(f"{seed}:lettering", fonts, draw_face_with(fonts))
    rng = random.Random(f"{seed}:crops")
    for number in count(1):
        sample = sampler.sample(number, without_plates=True)
        boxes: list[Box] = [(*quad.min(0), *quad.max(0)) for quad in sample.lettering]
        rng.shuffle(boxes)
        crops = (
            _cut(sample.picture, _around(box, rng), size, margins)
            for box in boxes[: 3 * CROPS_A_SCENE]
        )
        yield from [each for each in crops if each is not None][:CROPS_A_SCENE]


def _around(box: Box, rng: random.Random) -> Box:
    """What a locator could take for a plate there; of a long line a part."""
    left, top, right, bottom = (float(value) for value in box)
    wide, tall = right - left, bottom - top
    if wide > 6 * tall:
        wide = tall * rng.uniform(2.5, 6)
        left = rng.uniform(left, right - wide)
        right = left + wide
    return (
        left - wide * rng.uniform(0, 0.15),
        top - tall * rng.uniform(0, 0.45),
        right + wide * rng.uniform(0, 0.15),
        bottom + tall * rng.uniform(0, 0.45),
    )


def _cut(
    picture: Pixels, box: Box, size: tuple[int, int], margins: tuple[float, float]
) -> tuple[Pixels, float] | None:
    """None when too much lies outside, or it is too small or too faint."""
    left, top, right, bottom = box
    wide, tall, side = right - left, bottom - top, picture.shape[0]
    inside = min(right, side) - max(left, 0), min(bottom, side) - max(top, 0)
    if wide < LEAST_PX[0] or tall < LEAST_PX[1] or min(inside) <= 0:
        return None
    if inside[0] * inside[1] < 0.7 * wide * tall:
        return None
    around_x, around_y = (m / (1 - 2 * m) for m in margins)
    x0, x1 = round(left - around_x * wide), round(right + around_x * wide)
    y0, y1 = round(top - around_y * tall), round(bottom + around_y * tall)
    crop = picture[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    inner = picture[max(0, round(top)) : round(bottom), max(0, round(left)) : round(right)]
    if inner[..., 1].std() < FAINTEST:
        return None
    beyond = (max(0, -y0), max(0, y1 - side), max(0, -x0), max(0, x1 - side))
    if any(beyond):
        crop = np.asarray(cv2.copyMakeBorder(crop, *beyond, cv2.BORDER_REPLICATE), np.uint8)
    drawn = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return drawn, min(4.8, max(1.1, wide / tall))
