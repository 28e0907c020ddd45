"""PP-OCR's recogniser (from rapidocr's wheel) as a PlateReader."""

from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.readings import EMPTY, Reading, similarity, vote, without_stray_edges
from mosaic_ai.infrastructure.ctc_decoding import PlateAlphabet
from mosaic_ai.infrastructure.onnx_sessions import open_session

HEIGHT_PX = 48
MIN_WIDTH_PX, MAX_WIDTH_PX = 48, 400
SURE = 0.95
AS_EXPECTED = 0.9
FEW_CHARACTERS = 3
HOPELESS = 0.45
CERTAIN = 0.97
"""Of the least sure character. Of 341 boxes of real photographs 55 had such a first crop; none was outvoted."""
SMALL_PX = 28
VARIANTS = (
    (0.03, -0.10, -0.14),
    (0.00, -0.05, -0.20),
    (0.03, -0.02, -0.08),
    (-0.05, -0.10, -0.14),
    (0.03, -0.18, -0.08),
)
"""Crops that are read: share of the width added at each side, of the height added above and below.

The locator's boxes reach 5 to 9 % too far down, and what stands above and below the characters (country, frame) is
best left out: hence mostly less height. Most plates need the first two only.
"""


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


class PpOcrPlateReader:
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

    def read(self, pixels: Pixels, box: Box, *, expected: Reading = EMPTY) -> Reading:
        """Votes over crops of the box; two that agree surely end it, as does a certain one, or the expected text.

        A box that shows hardly any characters in two crops, or none that it is sure of, holds no plate that can be
        read, and gets no further ones. One narrower than SMALL_PX gets two at most: its plate will be larger soon.
        """
        readings: list[tuple[Reading, float]] = []
        small = box.width < SMALL_PX
        for tried, (side, above, below) in enumerate(VARIANTS[:2] if small else VARIANTS, 1):
            reading = self._read_crop(pixels, _varied(box, side, above, below))
            if reading.slots:
                readings.append((reading, max(0.01, reading.confidence**2)))
            if len(readings) >= 2 and _agree(readings[-2][0], readings[-1][0]):
                break
            if expected.slots and similarity(reading, expected) >= AS_EXPECTED:
                break
            if tried == 1 and _certain(reading):
                break
            enough = 1 if small else 2
            if tried == enough and not any(_promises(item) for item, _ in readings):
                break
        return vote(readings) if readings else EMPTY

    def _read_crop(self, pixels: Pixels, box: Box) -> Reading:
        x, y, width, height = (round(v) for v in box.clipped(pixels.shape[1], pixels.shape[0]))
        if width < 8 or height < 4:
            return EMPTY
        natural = round(width * HEIGHT_PX / height / 8) * 8
        size = (min(max(natural, MIN_WIDTH_PX), MAX_WIDTH_PX), HEIGHT_PX)
        crop = cv2.resize(
            pixels[y : y + height, x : x + width], size, interpolation=cv2.INTER_CUBIC
        )
        blob = crop.transpose(2, 0, 1)[None].astype(np.float32) / 127.5 - 1
        return without_stray_edges(
            self._alphabet.decode(self._session.run(None, {self._input: blob})[0][0])
        )


def _varied(box: Box, side: float, above: float, below: float) -> Box:
    return Box(
        box.x - side * box.width,
        box.y - above * box.height,
        box.width * (1 + 2 * side),
        box.height * (1 + above + below),
    )


def _certain(reading: Reading) -> bool:
    return len(reading.slots) > FEW_CHARACTERS and all(
        max(slot.values()) >= CERTAIN for slot in reading.slots
    )


def _promises(reading: Reading) -> bool:
    return len(reading.slots) >= FEW_CHARACTERS and reading.confidence >= HOPELESS


def _agree(a: Reading, b: Reading) -> bool:
    return a.text == b.text and min(a.confidence, b.confidence) >= SURE and similarity(a, b) > 0.85
