"""The painted shell of a body: skin, sides with their windows, mirrors."""

import numpy as np

from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.placing import BODY, DECAL, Tint

GLASS_V = 0.9
ACROSS = np.array(
    [-1, -0.95, -GLASS_V, -0.76, -0.58, -0.38, -0.2, 0.0, 0.2, 0.38, 0.58, 0.76, GLASS_V, 0.95, 1]
)


def add_skin(facets: Facets, skin: Skin, paint: Tint, stride: int) -> None:
    profile = skin.profile
    rows = skin.rows(stride)
    grid = np.array([[skin.at(i / skin.steps, v) for v in ACROSS[::stride]] for i in rows])
    kinds = np.full((grid.shape[0] - 1, grid.shape[1] - 1), int(Material.PAINT))
    panes = [profile.windscreen] + ([profile.rear_window] if profile.rear_window else [])
    across = np.abs(ACROSS[::stride])
    middle = (across[:-1] <= GLASS_V + 1e-6) & (across[1:] <= GLASS_V + 1e-6)
    for start, end in panes:
        pane = (rows[:-1] >= start * skin.steps) & (rows[1:] <= end * skin.steps)
        kinds[np.ix_(pane, middle)] = Material.GLASS
    kinds[rows[:-1] < 2] = Material.TRIM
    if profile.rear_window:
        kinds[rows[1:] > rows[-1] - 3] = Material.TRIM
    low = np.array([0, 0, 0.45 * float(skin.table[:, 1].max())])
    inside = grid.mean((0, 1)) * [0, 1, 0] + low
    facets.grid(grid, kinds, BODY, {0: paint, 1: (0.07, 0.07, 0.06), 2: (0.07, 0.07, 0.07)}, inside)


def add_sides(facets: Facets, skin: Skin, paint: Tint, stride: int) -> None:
    profile = skin.profile
    edge = skin.edge()
    wide = float(skin.table[:, 2].max())
    edge = edge[np.argsort(edge[:, 1])]
    upper = edge[edge[:, 2] >= profile.belt_z * 0.62]
    upper = upper[np.unique(np.r_[np.arange(0, len(upper), 2 * stride), len(upper) - 1])]
    ends = (edge[0, 1], edge[-1, 1])
    shares = (
        np.array([0, 0.04, 0.10, 0.2, 0.35, 0.55, 0.8, 1.0])
        if stride == 1
        else np.array([0, 0.1, 0.4, 0.8, 1])
    )
    columns = []
    for x, y, z in upper:
        near_end = max(0.0, min(1.0, (y - ends[0]) / 0.3, (ends[1] - y) / 0.3))
        body = x + (wide - x) * near_end
        shoulder = max(z - profile.belt_z, 0.10)
        column = []
        for share in shares:
            height = z + (profile.sill_z - z) * share
            lean = min(1.0, (z - height) / shoulder)
            lean = lean if z > profile.belt_z + 0.1 else 1 - (1 - lean) ** 2
            belly = 0.02 * np.sin(np.pi * share) * near_end
            column.append([x + (body - x) * lean + belly, y, height])
        columns.append(column)
    right = np.array(columns)
    kinds = np.full((right.shape[0] - 1, right.shape[1] - 1), int(Material.PAINT))
    kinds[:, -1] = Material.TRIM if stride == 1 else Material.PAINT
    tints = {0: paint, 2: (0.06, 0.06, 0.06)}
    for side in (1.0, -1.0):
        facets.grid(right * [side, 1, 1], kinds, BODY, tints, np.array([0, 0, 0.6]))
        for pane in profile.side_glass:
            corners = []
            for y, share in pane:
                roof = float(np.interp(y, edge[:, 1], edge[:, 2]))
                z = profile.belt_z + share * (roof - profile.belt_z)
                corners.append([side * (skin.side_x(y, z) + 0.015), y, z])
            facets.add(
                np.array(corners),
                np.array([side, 0, 0.25]),
                Material.GLASS,
                DECAL,
                (0.07, 0.07, 0.06),
            )


def add_mirrors(facets: Facets, skin: Skin, paint: Tint) -> None:
    y, z = skin.profile.mirror
    wide = skin.side_x(y, z)
    tall = 0.09 if skin.profile.name in {"hatchback", "sedan", "suv"} else 0.17
    for side in (-1.0, 1.0):
        x0, x1 = side * (wide + 0.02), side * (wide + 0.20)
        for ahead, tint, material in (
            (0.06, paint, Material.PAINT),
            (-0.06, (0.30, 0.30, 0.30), Material.GLASS),
        ):
            face = np.array(
                [
                    [x0, y + ahead, z + tall * 0.8],
                    [x1, y + ahead * 0.6, z + tall],
                    [x1, y + ahead * 0.6, z - tall * 0.6],
                    [x0, y + ahead, z - tall],
                ]
            )
            facets.add(face, np.array([0, ahead, 0.01]), material, BODY, tint)
