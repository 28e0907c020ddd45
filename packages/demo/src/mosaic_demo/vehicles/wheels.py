"""Wheels with tyres and rims, and the arches around them."""

from itertools import pairwise

import numpy as np

from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.placing import (
    DECAL,
    DETAIL,
    UNDER,
)


def add_wheels(facets: Facets, skin: Skin) -> None:
    profile = skin.profile
    wide, r = float(skin.table[:, 2].max()), profile.wheel_r
    angles = np.linspace(0, 2 * np.pi, 25)[:-1]
    circle = np.stack([np.zeros(24), np.cos(angles), np.sin(angles)], axis=1)
    for axle in profile.axles:
        for side in (-1.0, 1.0):
            outer = np.array([side * (wide - 0.02), axle, r])
            arch = np.array([side * (wide + 0.012), axle, r]) + circle * (r + 0.06)
            arch[:, 2] = np.maximum(arch[:, 2], profile.sill_z)
            facets.add(arch, np.array([side, 0, 0]), Material.RUBBER, DECAL, (0.02, 0.02, 0.02))
            for radius, material, tint, out in (
                (1.0, Material.RUBBER, (0.05, 0.05, 0.05), 0.03),
                (0.68, Material.METAL, (0.55, 0.55, 0.55), 0.04),
                (0.58, Material.METAL, (0.22, 0.22, 0.22), 0.045),
                (0.16, Material.METAL, (0.55, 0.55, 0.55), 0.06),
            ):
                disc = outer + np.array([side * out, 0, 0]) + circle * (r * radius)
                facets.add(disc, np.array([side, 0, 0]), material, DETAIL, tint)
            for spoke in range(5):
                a = spoke * 2 * np.pi / 5
                along, across = (
                    np.array([0, np.cos(a), np.sin(a)]),
                    np.array([0, -np.sin(a), np.cos(a)]),
                )
                hub = outer + np.array([side * 0.05, 0, 0])
                bar = np.array(
                    [
                        hub + across * 0.04 * r,
                        hub + along * r * 0.64 + across * 0.1 * r,
                        hub + along * r * 0.64 - across * 0.1 * r,
                        hub - across * 0.04 * r,
                    ]
                )
                facets.add(bar, np.array([side, 0, 0]), Material.METAL, DETAIL, (0.6, 0.6, 0.6))
            _tyre_tread(facets, side * (wide - 0.13), axle, r)


def _tyre_tread(facets: Facets, x: float, y: float, r: float) -> None:
    angles = np.linspace(0, 2 * np.pi, 17)
    for a, b in pairwise(angles):
        quad = np.array(
            [
                [x + dx, y + r * np.cos(t), r + r * np.sin(t)]
                for dx, t in ((-0.11, a), (0.11, a), (0.11, b), (-0.11, b))
            ]
        )
        middle = (a + b) / 2
        facets.add(
            quad,
            np.array([0, np.cos(middle), np.sin(middle)]),
            Material.RUBBER,
            UNDER,
            (0.045, 0.045, 0.045),
        )
