"""Opens the model files of a selection, each by the library that runs it."""

from mosaic_ai.domain.engines import Engines, EngineSelection, ModelFile, entries_of
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.fused_plate_reader import FIRST_CROPS, SECOND_CROPS, FusedPlateReader
from mosaic_ai.domain.ports import Detector, PlateRecogniser
from mosaic_ai.domain.single_plate_reader import SinglePlateReader
from mosaic_ai.infrastructure.cv_straightener import CvStraightener
from mosaic_ai.infrastructure.onnx_plate_locator import OnnxPlateLocator
from mosaic_ai.infrastructure.ppocr_recogniser import PpOcrRecogniser
from mosaic_ai.infrastructure.slot_recogniser import SlotRecogniser
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector

STILL_BUDGETS_PX = (640 * 480, 416 * 312)
"""For pictures that somebody sends: two sizes find more, and nobody waits for the next frame."""
STILL_CONFIDENCE = 0.45
"""No movement tells a plate from a sticker there: 0.14 false boxes a photograph, 0.4 at 0.35."""


def open_engines(selection: EngineSelection) -> Engines:
    """Raises ModelError for a file that is missing, or another kind of model than its role wants."""
    locator = selection.plate_locator
    ours = open_recogniser(selection.plate_recogniser)
    of_text = open_recogniser(selection.text_recogniser)
    straightener = CvStraightener()
    return Engines(
        open_detector(selection.detector) if selection.detector else None,
        OnnxPlateLocator(locator.path, version=locator.version),
        OnnxPlateLocator(
            locator.path,
            version=locator.version,
            confidence=STILL_CONFIDENCE,
            budgets_px=STILL_BUDGETS_PX,
        ),
        FusedPlateReader(ours, of_text, straightener),
        entries_of(selection),
        {
            "plate_recogniser": SinglePlateReader(ours, FIRST_CROPS, straightener),
            "text_recogniser": SinglePlateReader(of_text, SECOND_CROPS, straightener),
        },
    )


def open_detector(file: ModelFile) -> Detector:
    if file.runtime != "onnx":
        raise ModelError(f"{file.runtime} runs no detector")
    return OnnxYoloDetector(file.path, version=file.version)


def open_recogniser(file: ModelFile) -> PlateRecogniser:
    if file.runtime != "onnx":
        raise ModelError(f"{file.runtime} runs no recogniser")
    kind = SlotRecogniser if file.role == "plate_recogniser" else PpOcrRecogniser
    return kind(file.path, version=file.version)
