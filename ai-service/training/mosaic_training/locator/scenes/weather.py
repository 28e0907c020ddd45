"""Shadows, rain, fog, glare and the lights of the night over a finished scene."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.scenes.stage import Colour, Stage, blend

COARSE = 4
"""Light is drawn on a grid this many times coarser than the picture."""


def pass_weather(stage: Stage) -> None:
    night = stage.light < 0.6
    if night or stage.chance(0.1):
        _lights(stage, halos_on_plates=stage.infra_red or stage.chance(0.3))
    elif stage.chance(0.25):
        _shadow(stage)
    for light in stage.lights[:6]:
        _glow(stage, [light[:3]], light[3])
    if stage.infra_red:
        _infra_red(stage)
    kind = stage.rng.random()
    if kind < 0.1:
        _rain(stage)
    elif kind < 0.16:
        _fog(stage)
    elif kind < 0.22:
        _glare(stage)


def _glow(stage: Stage, sources: list[tuple[float, float, float]], colour: Colour) -> None:
    """Adds light around (x, y, radius)."""
    side = -(-stage.side // COARSE)
    field: NDArray[np.float32] = np.zeros((side, side), np.float32)
    largest = 1.0
    for x, y, radius in sources:
        core = max(1, round(radius / COARSE))
        largest = max(largest, core)
        cv2.circle(field, (round(x / COARSE), round(y / COARSE)), core, 1.0, -1)
    spread = cv2.GaussianBlur(field, (0, 0), largest * stage.between(0.4, 1.1))
    coarse = np.clip(spread[..., None] * np.array(colour), 0, 255).astype(np.uint8)
    light = cv2.resize(coarse, (stage.side, stage.side))
    stage.picture[:] = cv2.add(stage.picture, light)


def _lights(stage: Stage, *, halos_on_plates: bool) -> None:
    rng, side = stage.rng, stage.side
    sources = [
        (rng.uniform(0, side), rng.uniform(0, side), rng.uniform(3, 40))
        for _ in range(rng.randint(1, 4))
    ]
    warm = (rng.uniform(110, 255), rng.uniform(180, 255), 255.0)
    strength = rng.uniform(0.4, 1.0)
    _glow(stage, sources, (warm[0] * strength, warm[1] * strength, warm[2] * strength))
    if halos_on_plates and stage.plates:
        halos = []
        for plate in stage.plates:
            x0, y0, x1, y1 = plate.box()
            halos.append(((x0 + x1) / 2, (y0 + y1) / 2, (y1 - y0) * 0.5))
        amount = rng.uniform(20, 110)
        _glow(stage, halos, (amount, amount, amount))


def _infra_red(stage: Stage) -> None:
    grey = cv2.cvtColor(stage.picture, cv2.COLOR_BGR2GRAY)
    if stage.chance(0.3):
        tint = np.array([stage.between(0.9, 1.1) for _ in "bgr"], np.float32)
        stage.picture[:] = np.clip(grey[..., None] * tint, 0, 255).astype(np.uint8)
    else:
        stage.picture[:] = grey[..., None]


def _shadow(stage: Stage) -> None:
    """A soft or hard edge of shade across the picture, or the pattern of leaves."""
    rng, side = stage.rng, stage.side
    if stage.chance(0.4):
        pattern = stage.textures.cut(rng, side, side, rng.uniform(0.3, 1.5)) > rng.uniform(
            -0.3, 0.8
        )
    else:
        angle = rng.uniform(0, math.pi)
        line = np.linspace(-0.5, 0.5, side, dtype=np.float32)
        across = line[:, None] * math.sin(angle) + line[None] * math.cos(angle)
        pattern = across > rng.uniform(-0.3, 0.3)
    gain = np.where(pattern, np.float32(rng.uniform(0.35, 0.8)), np.float32(1))
    if stage.chance(0.6):
        gain = np.asarray(cv2.blur(gain, (7, 7)), np.float32)
    share = np.asarray(gain * 255, np.uint8)
    stage.picture[:] = cv2.multiply(stage.picture, cv2.merge([share, share, share]), scale=1 / 255)


def _rain(stage: Stage) -> None:
    rng, side = stage.rng, stage.side
    layer: NDArray[np.uint8] = np.zeros((side, side), np.uint8)
    slant, length = rng.gauss(0, 0.15), rng.uniform(6, 40)
    for _ in range(rng.randint(60, 260)):
        x, y = rng.randint(0, side), rng.randint(-20, side)
        reach = length * rng.uniform(0.5, 1.5)
        end = (round(x + slant * reach), round(y + reach))
        cv2.line(layer, (x, y), end, rng.randint(40, 190), 1, cv2.LINE_AA)
    if stage.chance(0.5):
        layer = np.asarray(cv2.blur(layer, (2, 3)), np.uint8)
    bright = min(255.0, rng.uniform(150, 240) * max(0.5, stage.light))
    blend(stage.picture, np.full(stage.picture.shape, int(bright), np.uint8), layer)
    if stage.chance(0.3):
        _drops(stage)


def _drops(stage: Stage) -> None:
    """Drops on the glass: small round places out of focus."""
    rng, side = stage.rng, stage.side
    blurred = cv2.resize(cv2.resize(stage.picture, None, fx=0.1, fy=0.1), (side, side))
    mask: NDArray[np.uint8] = np.zeros((side, side), np.uint8)
    for _ in range(rng.randint(3, 25)):
        centre = (rng.randint(0, side), rng.randint(0, side))
        cv2.circle(mask, centre, rng.randint(2, 9), 255, -1, cv2.LINE_AA)
    blend(stage.picture, np.asarray(blurred, np.uint8), mask)


def _fog(stage: Stage) -> None:
    rng, side = stage.rng, stage.side
    veil = np.linspace(rng.uniform(0.2, 0.75), rng.uniform(0, 0.4), side, dtype=np.float32)
    tone = min(255.0, rng.uniform(120, 230) * max(0.4, stage.light))
    mask = np.repeat((veil * 255).astype(np.uint8)[:, None], side, 1)
    blend(stage.picture, np.full(stage.picture.shape, int(tone), np.uint8), mask)


def _glare(stage: Stage) -> None:
    """The sun or its reflection, sometimes on a plate."""
    rng, side = stage.rng, stage.side
    x, y = rng.uniform(0, side), rng.uniform(0, side)
    radius = rng.uniform(6, 60)
    if stage.plates and stage.chance(0.4):
        x0, y0, x1, y1 = rng.choice(stage.plates).box()
        x, y, radius = rng.uniform(x0, x1), rng.uniform(y0, y1), (y1 - y0) * rng.uniform(0.15, 0.5)
    strength = rng.uniform(60, 220)
    _glow(stage, [(x, y, radius)], (strength, strength, strength))
