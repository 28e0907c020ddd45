"""Our own plate locator: an anchor-free network at stride 8, as a PlateLocator."""

import math
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.sightings import LocatedPlate, without_doubles
from mosaic_ai.infrastructure.onnx_sessions import open_session

STRIDE = 8
ALIGNMENT = 32
CHANNELS = 13
CONFIDENCE = 0.35
BUDGETS_PX = (640 * 400,)
"""Pixels a run; a larger region is scaled down to it, a smaller one runs as it is."""


class OnnxPlateLocator:
    """A fully convolutional network, run at the region's own size or scaled down to a budget.

    Input (1, 3, H, W), RGB 0..1, multiples of 32; output (1, 13, H/8, W/8): logit, then the logarithms of the
    distances to left, top, right, bottom, then x and y of the corners from the cell's centre, clockwise from the
    plate's own top left; all in units of 8 px.
    budgets_px: one run per entry, their findings united; more see plates of more sizes and cost more.
    """

    name = "mosaic-plate-locator"

    def __init__(
        self,
        path: Path,
        *,
        version: str,
        confidence: float = CONFIDENCE,
        budgets_px: Sequence[int] = BUDGETS_PX,
    ) -> None:
        """Raises ModelError for another kind of model."""
        self.version = version
        self._confidence = confidence
        self._budgets_px = tuple(budgets_px)
        self._session = open_session(path)
        if self._session.get_outputs()[0].shape[1] != CHANNELS:
            raise ModelError(f"{path.name} is no plate locator")
        self._input = self._session.get_inputs()[0].name

    def locate(self, pixels: Pixels, region: Box) -> list[LocatedPlate]:
        """Plates in that region, best first."""
        x, y, width, height = (round(v) for v in region.clipped(pixels.shape[1], pixels.shape[0]))
        if width < 16 or height < 8:
            return []
        crop = pixels[y : y + height, x : x + width]
        plates: list[LocatedPlate] = []
        scales = {min(1.0, math.sqrt(budget / (width * height))) for budget in self._budgets_px}
        for scale in scales:
            plates += self._at_scale(crop, scale)
        return [plate.moved(x, y) for plate in without_doubles(plates)]

    def _at_scale(self, crop: Pixels, scale: float) -> list[LocatedPlate]:
        grid = self._session.run(None, {self._input: scaled(crop, scale)})[0][0]
        threshold = math.log(self._confidence / (1 - self._confidence))
        rows, columns = np.nonzero(grid[0] >= threshold)
        found = []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            found.append(_plate(grid[:, row, column], row, column, scale))
        return without_doubles(found)


def scaled(crop: Pixels, scale: float) -> NDArray[np.float32]:
    """The crop as the network takes it, scaled and padded to sides that it can halve."""
    height, width = crop.shape[:2]
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    resized = cv2.resize(crop, inner, interpolation=cv2.INTER_AREA) if scale < 1 else crop
    canvas = np.full((_aligned(inner[1]), _aligned(inner[0]), 3), 114, np.uint8)
    canvas[: inner[1], : inner[0]] = resized
    blob = np.ascontiguousarray(canvas[:, :, ::-1].transpose(2, 0, 1)[None], np.float32)
    blob /= 255
    return blob


def _plate(cell: NDArray[np.float32], row: int, column: int, scale: float) -> LocatedPlate:
    """What that cell says, in the pixels of the picture before it was scaled."""
    centre_x, centre_y = (column + 0.5) * STRIDE, (row + 0.5) * STRIDE
    left, top, right, bottom = (np.exp(np.clip(cell[1:5], -4, 5)) * STRIDE).tolist()
    box = Box(centre_x - left, centre_y - top, left + right, top + bottom)
    points = (cell[5:].reshape(4, 2) * STRIDE + (centre_x, centre_y)).tolist()
    corners = Corners(*((x, y) for x, y in points))
    confidence = 1 / (1 + math.exp(-float(cell[0])))
    return LocatedPlate(
        confidence,
        box.scaled(1 / scale),
        corners.scaled(1 / scale) if corners.is_convex else None,
    )


def _aligned(pixels: int) -> int:
    return max(ALIGNMENT, math.ceil(pixels / ALIGNMENT) * ALIGNMENT)
