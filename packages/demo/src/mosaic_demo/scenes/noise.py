"""Seeded, tileable noise for surfaces."""

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
SIDE = 512


def tile(
    seed: int, octaves: tuple[int, ...] = (4, 8, 16, 32, 64, 128), fall: float = 0.62
) -> Field:
    """A SIDE × SIDE field with mean 0 and deviation 1 that repeats without a seam."""
    rng = np.random.default_rng(seed)
    total = np.zeros((SIDE, SIDE), np.float32)
    for i, cells in enumerate(octaves):
        coarse = rng.standard_normal((cells, cells)).astype(np.float32)
        wrapped = np.pad(coarse, 2, mode="wrap")
        scale = SIDE // cells
        fine = cv2.resize(wrapped, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        total += fine[2 * scale : 2 * scale + SIDE, 2 * scale : 2 * scale + SIDE] * fall**i
    return np.asarray((total - total.mean()) / total.std(), np.float32)


def sample(field: Field, x: Field, y: Field, period_m: float) -> Field:
    """The field at world coordinates, repeating every period_m metres."""
    padded = np.pad(field, ((0, 1), (0, 1)), mode="wrap")
    u, v = (_wrapped(axis * np.float32(1 / period_m)) for axis in (x, y))
    return np.asarray(cv2.remap(padded, u, v, cv2.INTER_LINEAR), np.float32)


def _wrapped(turns: Field) -> Field:
    return np.asarray((turns - np.floor(turns)) * np.float32(SIDE), np.float32)
