"""The locator's pictures, as renderers take them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.faces import draw_face_with
from mosaic_training.locator.sampling import SIDE, Sample, Sampler
from mosaic_training.renderers import Rendered

PLATES = 12
"""Plates a picture of which the truth is kept."""
NUMBERS = 9
"""Of a plate: x and y of four corners, then its state (0 none, 1 plate, 2 ignored)."""


@dataclass(frozen=True)
class ScenePictures:
    """Scenes, BGR, with a row of NUMBERS for each plate."""

    fonts: Path
    picture_shape: tuple[int, int, int] = (SIDE, SIDE, 3)
    truth_shape: tuple[int, int] = (PLATES, NUMBERS)

    def source(self, seed: str) -> Callable[[int], Rendered]:
        sampler = Sampler(seed, self.fonts, draw_face_with(self.fonts))

        def render(number: int) -> Rendered:
            sample = sampler.sample(number)
            return Rendered(sample.picture, truth_of(sample))

        return render


def truth_of(sample: Sample) -> NDArray[np.float32]:
    """(PLATES, NUMBERS), rows of zeros after the last plate."""
    rows = np.zeros((PLATES, NUMBERS), np.float32)
    for row, plate in zip(rows, sample.plates, strict=False):
        row[:8] = plate.corners.reshape(8)
        row[8] = 2 if plate.ignored else 1
    return rows
