"""Puts swaying trees into a backdrop."""

from random import Random

import cv2
import numpy as np

from mosaic_demo.scenes.backdrop import OVERSAMPLED, Backdrop, Colour
from mosaic_demo.scenes.props import crown, trunk
from mosaic_demo.scenes.scene import SwayingTree


def plant(
    backdrop: Backdrop, x: float, y: float, height: float, spread: float, tone: Colour
) -> SwayingTree | None:
    """A tree at (x, y); the trunk goes into the backdrop, the crown is returned to be moved in every frame."""
    rng = Random(backdrop.rng.randrange(1 << 30))
    trunk(backdrop, x, y, height - spread * 0.7, 0.05 * height)
    pixels, _ = backdrop.camera.project(
        np.array([[x - spread / 2, y, height], [x + spread / 2, y, height - spread]])
    )
    (x0, y0), (x1, _) = pixels / OVERSAMPLED
    side = int(min(620, max(24, x1 - x0)))
    light = backdrop.light
    gain = light.exposure * (
        0.45 * float(np.mean(light.sky)) + 0.75 * float(np.mean(light.sun_colour)) + 0.1
    )
    distance = float(np.exp(-y * 0.006))
    pale = light.horizon
    lit: Colour = (
        tone[0] * gain * distance + pale[0] * (1 - distance) * light.exposure,
        tone[1] * gain * distance + pale[1] * (1 - distance) * light.exposure,
        tone[2] * gain * distance + pale[2] * (1 - distance) * light.exposure,
    )
    leaves = cv2.resize(crown(rng, 640, lit), (side, side), interpolation=cv2.INTER_AREA)
    left, top = int(x0), int(y0)
    width, height_px = backdrop.camera.width // OVERSAMPLED, backdrop.camera.height // OVERSAMPLED
    cut_l, cut_t = max(0, -left), max(0, -top)
    cut_r, cut_b = min(side, width - left), min(side, height_px - top)
    if cut_r - cut_l < 4 or cut_b - cut_t < 4:
        return None
    part = np.ascontiguousarray(leaves[cut_t:cut_b, cut_l:cut_r])
    return SwayingTree(left + cut_l, top + cut_t, np.asarray(part, np.uint8), rng.uniform(0, 6))
