"""What a network is given for pictures, as its engine gives it."""

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.fused_plate_reader import FIRST_CROPS
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.ports import PlateLocator
from mosaic_ai.infrastructure.cv_straightener import CvStraightener
from mosaic_ai.infrastructure.onnx_plate_locator import BUDGETS_PX, scaled
from mosaic_ai.infrastructure.plate_crops import crop_of
from mosaic_ai.infrastructure.slot_recogniser import squeezed
from mosaic_ai.infrastructure.yolo_detector import letterboxed

Kind = Literal["detector", "locator", "recogniser"]
Blob = NDArray[np.float32]


def blobs(
    kind: Kind, session: Any, pictures: Iterable[Pixels], locator: Callable[[], PlateLocator]
) -> Iterator[Blob]:
    """session: ONNX Runtime's, of the model. locator: finds the plates that a recogniser is given."""
    if kind == "recogniser":
        yield from _of_plates(session, pictures, locator())
    elif kind == "locator":
        for pixels in pictures:
            yield scaled(pixels, _scale(pixels))
    else:
        size = session.get_inputs()[0].shape[-1]
        for pixels in pictures:
            yield letterboxed(pixels, size)[0]


def _scale(pixels: Pixels) -> float:
    height, width = pixels.shape[:2]
    return min(1.0, math.sqrt(BUDGETS_PX[0] / (width * height)))


def _of_plates(session: Any, pictures: Iterable[Pixels], locator: PlateLocator) -> Iterator[Blob]:
    """Each plate as the camera saw it and straightened, its crops in turn."""
    height, width = session.get_inputs()[0].shape[2:]
    straightener, number = CvStraightener(), 0
    for pixels in pictures:
        for plate in locator.locate(pixels, Box(0, 0, pixels.shape[1], pixels.shape[0])):
            views = [(pixels, plate.box)]
            if plate.corners is not None:
                views.append(straightener.straightened(pixels, plate.corners))
            for seen, box in views:
                crop = crop_of(seen, FIRST_CROPS[number % len(FIRST_CROPS)].of(box))
                if crop is not None:
                    number += 1
                    yield squeezed(crop, (width, height))
