"""Footage of one camera without any plate: things full of lettering cross a scene, one picture a second."""

import random
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.faces import draw_face_with
from mosaic_training.locator.sampling import Sampler

WIDTH, HEIGHT = 1280, 720
THINGS_A_SCENE = 12
EMPTY_S = 2
SLOWEST_PX_S, FASTEST_PX_S = 80, 350
SMALLEST_PX, LARGEST_PX = 220, 620
NOISE = 2.0
Picture = NDArray[np.uint8]


def plate_free(seed: str, fonts: Path) -> Iterator[Picture]:
    """Endless pictures, uint8 (HEIGHT, WIDTH, 3) BGR, by day and night, in rain and fog."""
    rng = random.Random(f"{seed}:footage")
    noise = np.random.default_rng(rng.getrandbits(64))
    scenes = _scenes(Sampler(seed, fonts, draw_face_with(fonts)))
    while True:
        scene = _resized(next(scenes), WIDTH, HEIGHT)
        for thing in (next(scenes) for _ in range(THINGS_A_SCENE)):
            pictures = [scene] * EMPTY_S + list(_crossing(scene, thing, rng))
            for picture in pictures:
                grain = noise.normal(0, NOISE, (HEIGHT, WIDTH, 1))
                yield (picture + grain).clip(0, 255).astype(np.uint8)


def _scenes(sampler: Sampler) -> Iterator[Picture]:
    number = 0
    while True:
        number += 1
        yield sampler.sample(number, without_plates=True).picture


def _crossing(scene: Picture, thing: Picture, rng: random.Random) -> Iterator[Picture]:
    """The thing from one side to the other, before the scene."""
    size = rng.randint(SMALLEST_PX, LARGEST_PX)
    thing = _resized(thing, size, size)
    speed = rng.uniform(SLOWEST_PX_S, FASTEST_PX_S)
    y = rng.randint(-size // 4, HEIGHT - size * 3 // 4)
    places = np.arange(40.0 - size, WIDTH, speed)
    for place in places if rng.random() < 0.5 else places[::-1]:
        x, picture = int(place), scene.copy()
        rows = slice(max(0, y), min(HEIGHT, y + size))
        columns = slice(max(0, x), min(WIDTH, x + size))
        picture[rows, columns] = thing[
            rows.start - y : rows.stop - y, columns.start - x : columns.stop - x
        ]
        yield picture


def _resized(picture: Picture, width: int, height: int) -> Picture:
    method = cv2.INTER_AREA if width < picture.shape[1] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.uint8)
