"""The box of a truck."""

from random import Random

import numpy as np

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.mesh import Facets, Material
from mosaic_demo.vehicles.placing import (
    BODY,
    DECAL,
    DETAIL,
    UNDER,
    Tint,
)

CARGO_Y, CARGO_Z = (-4.1, 1.75), (0.95, 3.25)


def add_cargo(facets: Facets, rng: Random) -> None:
    """The box of a truck behind the cab."""
    tint: Tint = rng.choice(
        [(0.86, 0.87, 0.87), (0.80, 0.80, 0.78), (0.55, 0.45, 0.30), (0.30, 0.45, 0.62)]
    )
    (y0, y1), (z0, z1), x = CARGO_Y, CARGO_Z, 1.2
    ys, zs, xs = np.linspace(y0, y1, 9), np.linspace(z0, z1, 6), np.linspace(-x, x, 7)

    def wall(points: Points) -> None:
        kinds = np.full((points.shape[0] - 1, points.shape[1] - 1), int(Material.CARGO))
        facets.grid(
            points, kinds, BODY, {int(Material.CARGO): tint}, np.array([0, (y0 + y1) / 2, 2.0])
        )

    for side in (-1.0, 1.0):
        wall(np.array([[[side * x, y, z] for z in zs] for y in ys]))
    wall(np.array([[[a, y1, z] for z in zs] for a in xs]))
    wall(np.array([[[a, y0, z] for z in zs] for a in xs]))
    wall(np.array([[[a, y, z1] for y in ys] for a in xs]))
    back = np.array([0, -1.0, 0])
    for a in (-0.6, -0.02, 0.58):
        bar = np.array(
            [
                [a, y0 - 0.02, z1 - 0.1],
                [a + 0.04, y0 - 0.02, z1 - 0.1],
                [a + 0.04, y0 - 0.02, z0 + 0.05],
                [a, y0 - 0.02, z0 + 0.05],
            ]
        )
        facets.add(bar, back, Material.METAL, DECAL, (0.35, 0.35, 0.36))
    bumper = np.array(
        [
            [-1.15, y0 - 0.02, 0.80],
            [1.15, y0 - 0.02, 0.80],
            [1.15, y0 - 0.02, 0.46],
            [-1.15, y0 - 0.02, 0.46],
        ]
    )
    facets.add(bumper, back, Material.TRIM, DECAL, (0.07, 0.07, 0.07))
    under = np.array(
        [
            [-1.0, y0 + 0.3, 0.95],
            [1.0, y0 + 0.3, 0.95],
            [1.0, y0 + 0.3, 0.35],
            [-1.0, y0 + 0.3, 0.35],
        ]
    )
    facets.add(under, back, Material.TRIM, UNDER, (0.03, 0.03, 0.03))
    for side in (-1.0, 1.0):
        lens = np.array(
            [
                [side * 0.62, y0 - 0.03, 0.78],
                [side * 1.10, y0 - 0.03, 0.78],
                [side * 1.10, y0 - 0.03, 0.62],
                [side * 0.62, y0 - 0.03, 0.62],
            ]
        )
        facets.add(lens, back, Material.TAIL, DETAIL, (0.10, 0.06, 0.55))
        glow = lens * [1, 1, 1] + [side * 0.0, -0.005, 0]
        glow[:, 0] = side * (0.70 + (np.abs(glow[:, 0]) > 0.9) * 0.18)
        facets.add(glow, back, Material.RED_GLOW, DETAIL, (0.25, 0.20, 0.95))
        for k in range(8):
            y = y0 + 0.3 + k * 0.65
            strip = np.array(
                [
                    [side * (x + 0.01), y, 1.04],
                    [side * (x + 0.01), y + 0.4, 1.04],
                    [side * (x + 0.01), y + 0.4, 0.98],
                    [side * (x + 0.01), y, 0.98],
                ]
            )
            facets.add(strip, np.array([side, 0, 0]), Material.TAIL, DECAL, (0.1, 0.45, 0.8))
        skirt = np.array(
            [
                [side * 1.0, 1.5, 0.9],
                [side * 1.0, -1.6, 0.9],
                [side * 1.0, -1.6, 0.5],
                [side * 1.0, 1.5, 0.5],
            ]
        )
        facets.add(skirt, np.array([side, 0, 0]), Material.TRIM, UNDER, (0.10, 0.10, 0.10))
