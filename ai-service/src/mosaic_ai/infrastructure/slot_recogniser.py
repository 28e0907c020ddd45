"""Our own plate recogniser: a network with one output a character, as a PlateRecogniser."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import ALPHABET, EMPTY, Reading
from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.infrastructure.plate_crops import crop_of
from mosaic_ai.infrastructure.slot_decoding import slot_of


class SlotRecogniser:
    """Input (1, 3, height, width), BGR 0..1, the crop squeezed into it; output (1, slots, 37) probabilities.

    The last column says that there is no character in that slot; the first such slot ends the text. A plate of two
    lines is read line by line.
    """

    name = "mosaic-plate-recogniser"

    def __init__(self, path: Path, *, version: str) -> None:
        """Raises ModelError for another kind of model."""
        self.version = version
        self._session = open_session(path)
        metadata = self._session.get_modelmeta().custom_metadata_map
        sides = self._session.get_inputs()[0].shape[2:]
        known = len(sides) == 2 and all(isinstance(side, int) for side in sides)
        if metadata.get("characters") != ALPHABET or not known:
            raise ModelError(f"{path.name} is no plate recogniser")
        self._input = self._session.get_inputs()[0].name
        self._size = (int(sides[1]), int(sides[0]))

    def read_crop(self, pixels: Pixels, box: Box) -> Reading:
        """What stands in that box, as it is."""
        crop = crop_of(pixels, box)
        if crop is None:
            return EMPTY
        blob = squeezed(crop, self._size)
        return _reading(self._session.run(None, {self._input: blob})[0][0])


def squeezed(crop: Pixels, size: tuple[int, int]) -> NDArray[np.float32]:
    """The crop as the network takes it; size: its width and height."""
    method = cv2.INTER_AREA if crop.shape[1] > size[0] else cv2.INTER_CUBIC
    resized = cv2.resize(crop, size, interpolation=method)
    blob = resized.transpose(2, 0, 1)[None].astype(np.float32)
    blob /= 255
    return blob


def _reading(slots: NDArray[np.float32]) -> Reading:
    """slots: shape (slots, 37), each summing to 1."""
    kept = []
    for slot in slots:
        if int(slot.argmax()) == len(ALPHABET):
            break
        kept.append(slot_of(slot[:-1]))
    return Reading(tuple(kept)) if kept else EMPTY
