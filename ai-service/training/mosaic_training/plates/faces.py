"""One plate of a random kind."""

import random
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.plates.american import draw_american
from mosaic_training.plates.ornaments import Picture, colour
from mosaic_training.plates.strips import draw_southern, draw_strip, draw_two_lines
from mosaic_training.plates.typefaces import Typefaces

KINDS = (draw_american, draw_strip, draw_southern, draw_two_lines)
WEIGHTS = (42, 30, 17, 11)


@dataclass(frozen=True)
class PlateFace:
    """A plate seen from the front, without what is around it.

    picture: uint8 (height, width, 3), BGR. text: A–Z and 0–9 as read, line by line.
    """

    picture: NDArray[np.uint8]
    text: str


def draw_plate(rng: random.Random, height_px: int, typefaces: Typefaces) -> PlateFace:
    """About 2 ms at 80 px. Worn, dirty and shadowed ones are among them."""
    picture, printed = rng.choices(KINDS, WEIGHTS)[0](rng, max(12, height_px), typefaces)
    _wear(picture, rng)
    return PlateFace(picture, printed.text)


def _wear(face: Picture, rng: random.Random) -> None:
    height, width = face.shape[:2]
    if rng.random() < 0.3:
        _blotch(face, rng, rng.uniform(0.1, 0.55))
    if rng.random() < 0.12:
        contrast = rng.uniform(0.35, 0.75)
        mean = face.mean(axis=(0, 1), keepdims=True)
        face[:] = (mean + (face - mean) * contrast).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.22:
        across = np.linspace(0, 1, width, dtype=np.float32)[None] * rng.uniform(-1, 1)
        down = np.linspace(0, 1, height, dtype=np.float32)[:, None] * rng.uniform(-1, 1)
        side = across + down
        edge = float(np.median(side)) + rng.uniform(-0.35, 0.35)
        light = np.where(side > edge, 1.0, rng.uniform(0.3, 0.85))
        face[:] = (face * light[..., None]).astype(np.uint8)


def _blotch(face: Picture, rng: random.Random, strength: float) -> None:
    """Dirt: low-frequency noise above a threshold."""
    height, width = face.shape[:2]
    noise = np.random.default_rng(rng.getrandbits(64)).random(
        (rng.randint(3, 9), rng.randint(4, 18)), np.float32
    )
    field = np.asarray(cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC))
    share = np.clip((field - rng.uniform(0.5, 0.75)) * 4, 0, 1)[..., None] * strength
    face[:] = (face * (1 - share) + np.array(colour(rng, 40, 140, 12), np.float32) * share).astype(
        np.uint8
    )
