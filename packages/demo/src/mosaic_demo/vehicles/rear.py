"""What makes a rear: lamps, the recess of the plate, seams."""

import numpy as np

from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.placing import DECAL, DETAIL, Tint, on_rear


def add_rear(facets: Facets, skin: Skin, paint: Tint) -> None:
    p = skin.profile
    back = np.array([0, -1.0, 0.1])
    z0, z1 = p.tail_z
    inner, outer = p.tail_x
    for side in (-1.0, 1.0):
        lens = [
            (side * inner, z1 - 0.02),
            (side * outer, z1),
            (side * outer, z0 + 0.02),
            (side * (inner + 0.02), z0),
        ]
        facets.add(on_rear(skin, lens, 0.012), back, Material.TAIL, DECAL, (0.10, 0.06, 0.55))
        third = z0 + (z1 - z0) * 0.62
        glow = [
            (side * (inner + 0.05), third + 0.04),
            (side * (outer - 0.05), third + 0.05),
            (side * (outer - 0.05), third - 0.02),
            (side * (inner + 0.05), third - 0.02),
        ]
        facets.add(on_rear(skin, glow, 0.02), back, Material.RED_GLOW, DETAIL, (0.25, 0.20, 0.95))
        white = [
            (side * (inner + 0.05), z0 + 0.06),
            (side * (outer - 0.08), z0 + 0.07),
            (side * (outer - 0.08), z0 + 0.025),
            (side * (inner + 0.05), z0 + 0.02),
        ]
        facets.add(on_rear(skin, white, 0.02), back, Material.LAMP, DETAIL, (0.8, 0.8, 0.8))
        low = p.sill_z + 0.18
        facets.add(
            on_rear(
                skin,
                [
                    (side * 0.52, low + 0.02),
                    (side * 0.76, low + 0.02),
                    (side * 0.76, low - 0.02),
                    (side * 0.52, low - 0.02),
                ],
                0.012,
            ),
            back,
            Material.TAIL,
            DECAL,
            (0.08, 0.06, 0.42),
        )
    wide, z = 0.40, p.plate_rear_z
    facets.add(
        on_rear(
            skin,
            [
                (-wide, z + 0.10),
                (wide, z + 0.10),
                (wide - 0.05, z - 0.09),
                (-wide + 0.05, z - 0.09),
            ],
            0.010,
        ),
        back,
        Material.PAINT,
        DECAL,
        (paint[0] * 0.72, paint[1] * 0.72, paint[2] * 0.72),
    )
    badge = [
        (0.055 * np.cos(a), z + 0.17 + 0.045 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 9)[:-1]
    ]
    facets.add(on_rear(skin, badge, 0.02), back, Material.METAL, DETAIL, (0.75, 0.75, 0.74))
    for seam in (z0 - 0.16 if p.name != "van" else 0.62,):
        facets.add(
            on_rear(
                skin,
                [
                    (-0.78, seam + 0.006),
                    (0.78, seam + 0.006),
                    (0.78, seam - 0.006),
                    (-0.78, seam - 0.006),
                ],
                0.012,
            ),
            back,
            Material.TRIM,
            DETAIL,
            (0.06, 0.06, 0.06),
        )
    if p.name == "van":
        facets.add(
            on_rear(skin, [(-0.008, 2.0), (0.008, 2.0), (0.008, 0.66), (-0.008, 0.66)], 0.014),
            back,
            Material.TRIM,
            DETAIL,
            (0.05, 0.05, 0.05),
        )
