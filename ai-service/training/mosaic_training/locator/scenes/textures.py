"""Smooth noise of many scales, made once and cut out many times."""

import random

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 768
GRIDS = (4, 8, 16, 32, 64, 128, 256, 768)


class Textures:
    """A bank of noise fields of mean 0 and deviation 1."""

    def __init__(self, generator: np.random.Generator, fields: int = 10) -> None:
        self._fields = [_field(generator) for _ in range(fields)]
        self._white = generator.standard_normal((1024, 1024)).astype(np.float32)

    def cut(
        self, rng: random.Random, height: int, width: int, zoom: float | None = None
    ) -> NDArray[np.float32]:
        """A piece scaled to that size; zoom above 1 magnifies the grain."""
        field = rng.choice(self._fields)
        zoom = zoom or rng.uniform(0.3, 2.0)
        rows = max(2, min(SIDE - 1, int(height / zoom)))
        columns = max(2, min(SIDE - 1, int(width / zoom)))
        top, left = rng.randint(0, SIDE - rows), rng.randint(0, SIDE - columns)
        piece = cv2.resize(field[top : top + rows, left : left + columns], (width, height))
        return np.asarray(piece, np.float32)

    def grain(self, rng: random.Random, height: int, width: int) -> NDArray[np.float32]:
        """White noise; at most 1024 px a side."""
        top, left = rng.randint(0, 1024 - height), rng.randint(0, 1024 - width)
        return self._white[top : top + height, left : left + width]


def _field(generator: np.random.Generator) -> NDArray[np.float32]:
    total = np.zeros((SIDE, SIDE), np.float32)
    for grid in generator.choice(GRIDS, int(generator.integers(2, 6))):
        noise = generator.standard_normal((int(grid), int(grid))).astype(np.float32)
        shape = cv2.resize(noise, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        total += np.asarray(shape, np.float32) * np.float32(generator.uniform(0.3, 1.0))
    return total / np.float32(total.std())
