"""Puts a whole vehicle together from its profile."""

from dataclasses import dataclass
from random import Random
from typing import Literal

import numpy as np

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.cargo import CARGO_Y, CARGO_Z, add_cargo
from mosaic_demo.vehicles.front import add_front
from mosaic_demo.vehicles.mesh import Facets, Material, Skin
from mosaic_demo.vehicles.placing import TOP, Tint
from mosaic_demo.vehicles.profiles import PROFILES
from mosaic_demo.vehicles.rear import add_rear
from mosaic_demo.vehicles.shell import add_mirrors, add_sides, add_skin
from mosaic_demo.vehicles.wheels import add_wheels

PAINTS: tuple[Tint, ...] = (
    (0.90, 0.91, 0.91),
    (0.62, 0.62, 0.60),
    (0.34, 0.33, 0.32),
    (0.10, 0.10, 0.10),
    (0.16, 0.12, 0.60),
    (0.45, 0.20, 0.07),
    (0.62, 0.42, 0.20),
    (0.14, 0.30, 0.12),
    (0.30, 0.42, 0.52),
    (0.74, 0.73, 0.70),
)


@dataclass(frozen=True)
class Vehicle:
    """A vehicle ready to be drawn.

    kind: car, van or truck. coarse: facets to be drawn from afar. The plates' corners (top left first,
    clockwise as read) are in own coordinates.
    """

    kind: Literal["car", "van", "truck"]
    facets: Facets
    coarse: Facets
    front_plate: Points
    rear_plate: Points
    half_width_m: float
    front_y: float
    rear_y: float
    height_m: float
    headlamps: Points
    taillamps: Points


def build(profile_name: str, paint: Tint, plate_mm: tuple[int, int], seed: int) -> Vehicle:
    """A vehicle of one of PROFILES with room for plates of the given size."""
    profile = PROFILES[profile_name]
    skin = Skin(profile)
    boxed = profile.rear_window is None
    rear_y = CARGO_Y[0] if boxed else float(skin.table[:, 0].min())
    width, height = plate_mm[0] / 1000, plate_mm[1] / 1000
    front = _plate(skin.front(0, profile.plate_front_z, 0.03), width, height, forward=True)
    spot = (
        np.array([0.0, rear_y - 0.03, profile.plate_rear_z])
        if boxed
        else skin.rear(0, profile.plate_rear_z, 0.03)
    )
    rear = _plate(spot, width, height, forward=False)
    fine, coarse = (_facets(skin, paint, (front, rear), Random(seed), stride) for stride in (1, 2))
    lamp_x, lamp_z = float(np.mean(profile.lamp_x)), float(np.mean(profile.lamp_z))
    tail_x, tail_z = np.mean(profile.tail_x), np.mean(profile.tail_z)
    return Vehicle(
        profile.kind,
        fine,
        coarse,
        front,
        rear,
        float(skin.table[:, 2].max()) + (0.12 if boxed else 0.0),
        float(skin.table[:, 0].max()),
        rear_y,
        CARGO_Z[1] if boxed else float(skin.table[:, 1].max()),
        np.array([skin.front(s * lamp_x, lamp_z, 0.05) for s in (-1, 1)]),
        np.array([[s * tail_x, spot[1], tail_z] for s in (-1, 1)]),
    )


def _facets(
    skin: Skin, paint: Tint, plates: tuple[Points, Points], rng: Random, stride: int
) -> Facets:
    """Everything but the plates' faces; stride: how many rows of the fine mesh make one of this."""
    facets = Facets()
    add_skin(facets, skin, paint, stride)
    add_sides(facets, skin, paint, stride)
    add_wheels(facets, skin)
    add_front(facets, skin, rng)
    if skin.profile.rear_window is None:
        add_cargo(facets, rng)
    else:
        add_rear(facets, skin, paint)
    add_mirrors(facets, skin, paint)
    for corners, ahead in zip(plates, (1.0, -1.0), strict=True):
        middle = corners.mean(0)
        holder = middle + (corners - middle) * np.array([1.05, 1, 1.16]) - [0, 0.01 * ahead, 0]
        facets.add(holder, np.array([0, ahead, 0]), Material.TRIM, TOP, (0.05, 0.05, 0.05))
    return facets


def _plate(centre: Points, width: float, height: float, forward: bool) -> Points:
    """Corners as someone reads them: the reader's left is the vehicle's right when seen from ahead."""
    sign = -1.0 if forward else 1.0
    offsets = np.array([[-1, 0, 1], [1, 0, 1], [1, 0, -1], [-1, 0, -1]]) * [
        sign * width / 2,
        0,
        height / 2,
    ]
    return np.asarray(centre * [0, 1, 1] + offsets)
