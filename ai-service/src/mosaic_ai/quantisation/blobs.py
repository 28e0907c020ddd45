"""What a network is given for a picture, as its engine gives it."""

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.onnx_plate_locator import BUDGETS_PX, scaled
from mosaic_ai.infrastructure.yolo_detector import letterboxed

Kind = Literal["detector", "locator"]
Blob = NDArray[np.float32]


def blob_maker(kind: Kind, session: Any) -> Callable[[Pixels], Blob]:
    """session: ONNX Runtime's, of the model."""
    if kind == "locator":
        return lambda pixels: scaled(pixels, _scale(pixels))
    size = session.get_inputs()[0].shape[-1]
    return lambda pixels: letterboxed(pixels, size)[0]


def _scale(pixels: Pixels) -> float:
    height, width = pixels.shape[:2]
    return min(1.0, math.sqrt(BUDGETS_PX[0] / (width * height)))
