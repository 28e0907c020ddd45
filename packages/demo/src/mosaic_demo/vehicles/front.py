"""What makes a front: grille, lamps, intake, and what is seen through the windscreen."""

from random import Random

import numpy as np

from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.placing import (
    DECAL,
    DETAIL,
    Tint,
    denser,
    on_front,
)


def add_front(facets: Facets, skin: Skin, rng: Random) -> None:
    p = skin.profile
    ahead = np.array([0, 1.0, 0.15])
    low, high = p.grille_z
    inner, outer = p.lamp_x
    dark, chrome = (0.035, 0.035, 0.035), (0.75, 0.75, 0.74)
    shape = rng.randrange(3)
    half = inner - 0.04 if shape else inner * 0.72
    taper = (0.92, 0.78, 1.0)[shape]
    outline = [(-half, high), (half, high), (half * taper, low), (-half * taper, low)]
    facets.add(
        on_front(
            skin, [(x * 1.05, z + (0.012 if z == high else -0.012)) for x, z in outline], 0.010
        ),
        ahead,
        Material.METAL,
        DECAL,
        chrome if shape != 2 else dark,
    )
    facets.add(on_front(skin, outline, 0.014), ahead, Material.TRIM, DETAIL, dark)
    for k in range(1, 4):
        z = low + (high - low) * k / 4
        reach = half * (taper + (1 - taper) * k / 4) * 0.97
        facets.add(
            on_front(
                skin,
                [(-reach, z + 0.006), (reach, z + 0.006), (reach, z - 0.006), (-reach, z - 0.006)],
                0.018,
            ),
            ahead,
            Material.METAL,
            DETAIL,
            (0.32, 0.32, 0.32),
        )
    badge = [
        (0.062 * np.cos(a), (low + high) / 2 + 0.055 * np.sin(a))
        for a in np.linspace(0, 2 * np.pi, 9)[:-1]
    ]
    facets.add(on_front(skin, badge, 0.022), ahead, Material.METAL, DETAIL, chrome)
    bottom = p.sill_z + 0.06
    top = min(p.plate_front_z - 0.02, low - 0.06)
    facets.add(
        on_front(
            skin, [(-0.56, top - 0.02), (0.56, top - 0.02), (0.48, bottom), (-0.48, bottom)], 0.010
        ),
        ahead,
        Material.TRIM,
        DECAL,
        (0.04, 0.04, 0.04),
    )
    for side in (-1.0, 1.0):
        z0, z1 = p.lamp_z
        lens = [
            (side * inner, z1 - 0.03),
            (side * outer, z1 + 0.02),
            (side * outer, z0 + 0.05),
            (side * (inner + 0.10), z0),
            (side * inner, z0 + 0.02),
        ]
        facets.add(on_front(skin, lens, 0.012), ahead, Material.LAMP, DECAL, (0.45, 0.45, 0.44))
        for spot, radius in ((0.36, 0.42), (0.72, 0.34)):
            cx, cz = inner + (outer - inner) * spot, (z0 + z1) / 2 + 0.005
            r = (z1 - z0) * radius
            for scale, material, tint in (
                (1.15, Material.METAL, (0.20, 0.20, 0.20)),
                (0.85, Material.EMITTER, (1, 1, 1)),
            ):
                disc = [
                    (side * (cx + r * scale * np.cos(a)), cz + r * scale * np.sin(a))
                    for a in np.linspace(0, 2 * np.pi, 11)[:-1]
                ]
                facets.add(
                    np.array([skin.front(x, z, 0.02) for x, z in disc]),
                    ahead,
                    material,
                    DETAIL,
                    tint,
                )
        fog_z = p.sill_z + 0.16
        fog = [
            (side * 0.62, fog_z + 0.06),
            (side * 0.80, fog_z + 0.07),
            (side * 0.80, fog_z - 0.04),
            (side * 0.66, fog_z - 0.05),
        ]
        facets.add(on_front(skin, fog, 0.010), ahead, Material.TRIM, DECAL, (0.05, 0.05, 0.05))
    _cabin(facets, skin)
    seam = high + 0.035
    facets.add(
        on_front(
            skin,
            [
                (-inner, seam + 0.005),
                (inner, seam + 0.005),
                (inner, seam - 0.004),
                (-inner, seam - 0.004),
            ],
            0.012,
        ),
        ahead,
        Material.TRIM,
        DETAIL,
        (0.08, 0.08, 0.08),
    )


def _cabin(facets: Facets, skin: Skin) -> None:
    """What one sees through the windscreen: dashboard, seats, a driver, the mirror, wipers outside."""
    start, end = skin.profile.windscreen
    up = np.array([0, 0.7, 0.7])

    def pane(corners: list[tuple[float, float]], tint: Tint, lift: float = 0.012) -> None:
        points = [
            skin.at(start + (end - start) * s, v) + np.array([0, lift * 0.7, lift * 0.7])
            for v, s in denser(corners)
        ]
        facets.add(np.array(points), up, Material.CABIN, DECAL, tint)

    pane([(-0.86, 0.0), (0.86, 0.0), (0.84, 0.14), (-0.84, 0.14)], (0.035, 0.035, 0.035))
    for v in (-0.45, 0.45):
        pane(
            [(v - 0.20, 0.14), (v + 0.20, 0.14), (v + 0.16, 0.52), (v - 0.16, 0.52)],
            (0.075, 0.075, 0.075),
        )
        pane(
            [(v - 0.09, 0.55), (v + 0.09, 0.55), (v + 0.08, 0.74), (v - 0.08, 0.74)],
            (0.08, 0.08, 0.08),
        )
    pane([(0.33, 0.14), (0.57, 0.14), (0.53, 0.46), (0.37, 0.46)], (0.16, 0.12, 0.11))
    pane(
        [(0.38, 0.48), (0.52, 0.48), (0.53, 0.60), (0.50, 0.72), (0.40, 0.72), (0.37, 0.60)],
        (0.20, 0.25, 0.33),
    )
    pane([(-0.09, 0.86), (0.09, 0.86), (0.09, 0.95), (-0.09, 0.95)], (0.03, 0.03, 0.03))
    for v in (-0.6, 0.05):
        pane([(v, 0.03), (v + 0.5, 0.05), (v + 0.5, 0.075), (v, 0.05)], (0.02, 0.02, 0.02), 0.02)
