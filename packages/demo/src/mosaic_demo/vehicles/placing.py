"""Shapes laid on a skin, and the order in which shapes are drawn."""

import numpy as np

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.mesh import Skin

Tint = tuple[float, float, float]
UNDER, BODY, DECAL, DETAIL, TOP = 1, 2, 3, 4, 5


def on_front(skin: Skin, corners: list[tuple[float, float]], lift: float) -> Points:
    return np.array([skin.front(x, z, lift) for x, z in denser(corners)])


def on_rear(skin: Skin, corners: list[tuple[float, float]], lift: float) -> Points:
    return np.array([skin.rear(x, z, lift) for x, z in denser(corners)])


def denser(corners: list[tuple[float, float]]) -> list[tuple[float, float]]:
    dense: list[tuple[float, float]] = []
    for (x0, z0), (x1, z1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        dense += [(x0 + (x1 - x0) * k / 4, z0 + (z1 - z0) * k / 4) for k in range(4)]
    return dense
