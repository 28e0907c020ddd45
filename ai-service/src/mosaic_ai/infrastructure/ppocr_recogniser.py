"""PP-OCR's recogniser (from rapidocr's wheel) as a PlateRecogniser."""

from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import EMPTY, Reading, without_stray_edges
from mosaic_ai.infrastructure.ctc_decoding import PlateAlphabet
from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.infrastructure.plate_crops import crop_of

HEIGHT_PX = 48
MIN_WIDTH_PX, MAX_WIDTH_PX = 48, 400


def bundled_model() -> Path:
    """The recogniser in rapidocr's wheel. Raises ModelError without it."""
    spec = find_spec(
        "rapidocr"
    )  # found, not imported: the package itself costs seconds and is not needed
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = sorted(path for folder in folders for path in Path(folder).glob("models/*rec*.onnx"))
    if not found:
        raise ModelError("rapidocr is installed without its recogniser")
    return found[-1]


class PpOcrRecogniser:
    """Input (1, 3, 48, width), BGR scaled to -1..1; output (1, steps, characters) probabilities."""

    name = "pp-ocrv6"

    def __init__(self, path: Path, *, version: str) -> None:
        """Raises ModelError for another kind of model."""
        self.version = version
        self._session = open_session(path)
        self._input = self._session.get_inputs()[0].name
        metadata = self._session.get_modelmeta().custom_metadata_map
        if "character" not in metadata:
            raise ModelError(f"{path.name} tells no characters")
        self._alphabet = PlateAlphabet(["", *metadata["character"].split("\n"), " "])

    def read_crop(self, pixels: Pixels, box: Box) -> Reading:
        """What stands in that box, from left to right."""
        seen = crop_of(pixels, box)
        if seen is None:
            return EMPTY
        height, width = seen.shape[:2]
        natural = round(width * HEIGHT_PX / height / 8) * 8
        size = (min(max(natural, MIN_WIDTH_PX), MAX_WIDTH_PX), HEIGHT_PX)
        crop = cv2.resize(seen, size, interpolation=cv2.INTER_CUBIC)
        blob = crop.transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1
        return without_stray_edges(
            self._alphabet.decode(self._session.run(None, {self._input: blob})[0][0])
        )
