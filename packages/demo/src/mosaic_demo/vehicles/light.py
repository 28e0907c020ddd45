"""How light falls on facets: day with a sun, dusk, and a camera with an infra-red lamp at night."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Points
from mosaic_demo.vehicles.mesh import Material

Colours = NDArray[np.float64]


@dataclass(frozen=True)
class Light:
    """The light of a scene; colours BGR 0..1.

    sun: direction towards it. lamps_on: head and tail lights shine. exposure: factor at the end. lamp_gain:
    light from the camera's own lamp, which plates throw back.
    """

    sun: tuple[float, float, float]
    sun_colour: tuple[float, float, float]
    sky: tuple[float, float, float]
    horizon: tuple[float, float, float]
    ground: tuple[float, float, float]
    shadow: float
    lamps_on: bool = False
    exposure: float = 1.0
    lamp_gain: float = 0.0

    @property
    def sun_direction(self) -> Points:
        """Unit vector."""
        vector = np.array(self.sun)
        return np.asarray(vector / np.linalg.norm(vector))

    def surroundings(self, directions: Points) -> Colours:
        """What a mirror would show in the given directions (n, 3)."""
        up = directions[:, 2:3]
        sky = np.array(self.horizon) + (np.array(self.sky) - np.array(self.horizon)) * np.sqrt(
            np.clip(up, 0, 1)
        )
        angle = np.arctan2(directions[:, 0], directions[:, 1])
        skyline = 0.10 + 0.05 * np.sin(3 * angle) + 0.05 * np.sin(7 * angle + 1)
        houses = np.array(self.ground)[None] * 0.55
        ground = np.array(self.ground)[None] * (0.75 + 0.25 * np.clip(1 + up, 0, 1))
        blend = np.clip((up - skyline[:, None]) / 0.05, 0, 1)
        below = np.clip(-up / 0.04, 0, 1)
        return np.asarray(
            np.where(
                up < 0, houses * (1 - below) + ground * below, houses * (1 - blend) + sky * blend
            )
        )


DIFFUSE = np.ones(11)
DIFFUSE[[Material.GLASS]] = 0.5
MIRROR0 = np.zeros(11)
MIRROR0[[Material.PAINT]] = 0.05
MIRROR0[[Material.GLASS]] = 0.10
MIRROR0[[Material.METAL]] = 0.35
MIRROR0[[Material.LAMP]] = 0.22
MIRROR0[[Material.TAIL]] = 0.06
MIRROR0[[Material.CABIN]] = 0.07
MIRROR1 = np.zeros(11)
MIRROR1[[Material.PAINT]] = 0.55
MIRROR1[[Material.GLASS]] = 0.85
MIRROR1[[Material.LAMP]] = 0.4
MIRROR1[[Material.CABIN]] = 0.6
MIRROR1[[Material.TAIL]] = 0.3


def shade(
    light: Light,
    normals: Points,
    to_eye: Points,
    tints: Colours,
    materials: NDArray[np.int64],
    braking: bool,
) -> NDArray[np.uint8]:
    """Colours (n, 3) of facets; normals and to_eye are unit vectors (n, 3)."""
    facing = np.clip((normals * to_eye).sum(1, keepdims=True), 0, 1)
    up = normals[:, 2:3]
    hemisphere = 0.5 + 0.5 * up
    ambient = np.array(light.sky) * 0.35 + np.array(light.horizon) * 0.35
    incoming = ambient * hemisphere + np.array(light.ground) * 0.35 * (1 - hemisphere)
    sun = np.clip(normals @ light.sun_direction, 0, 1)[:, None]
    incoming = incoming + np.array(light.sun_colour) * sun + light.lamp_gain * facing
    colour = tints * incoming * DIFFUSE[materials][:, None]
    mirrored = 2 * facing * normals - to_eye
    share = MIRROR0[materials][:, None] + MIRROR1[materials][:, None] * (1 - facing) ** 4
    colour = colour * (1 - share) + light.surroundings(mirrored) * share
    glint = np.clip(mirrored @ light.sun_direction, 0, 1)[:, None] ** 90
    colour = colour + glint * np.array(light.sun_colour) * (share > 0.03) * 0.9
    if light.lamps_on:
        colour[materials == Material.EMITTER] = 1.6
        colour[materials == Material.RED_GLOW] = (0.35, 0.30, 1.5 if braking else 1.0)
    else:
        colour[materials == Material.EMITTER] = np.maximum(
            colour[materials == Material.EMITTER], 0.82
        )
        if braking:
            colour[materials == Material.RED_GLOW] = (0.30, 0.25, 1.2)
    return np.asarray(np.clip(colour * light.exposure * 255, 0, 255), np.uint8)
