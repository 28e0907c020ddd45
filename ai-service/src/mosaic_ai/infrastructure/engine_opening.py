"""Opens the model files of a selection, each by the library that runs it."""

from importlib import import_module
from types import ModuleType

from mosaic_ai.domain.engines import Engines, EngineSelection, ModelFile, entries_of
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.fused_plate_reader import FusedPlateReader
from mosaic_ai.domain.ports import Detector, PlateRecogniser
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
    return Engines(
        open_detector(selection.detector) if selection.detector else None,
        OnnxPlateLocator(locator.path, version=locator.version),
        OnnxPlateLocator(
            locator.path,
            version=locator.version,
            confidence=STILL_CONFIDENCE,
            budgets_px=STILL_BUDGETS_PX,
        ),
        FusedPlateReader(
            open_recogniser(selection.plate_recogniser),
            open_recogniser(selection.text_recogniser),
            CvStraightener(),
        ),
        entries_of(selection),
    )


def open_detector(file: ModelFile) -> Detector:
    """Raises ModelError, also where the runtime is not installed."""
    if file.runtime == "onnx":
        return OnnxYoloDetector(file.path, version=file.version)
    if file.runtime == "openvino":
        detector: Detector = _adapter("openvino_detector", "openvino").OpenVinoDetector(file)
    elif file.runtime == "ultralytics":
        detector = _adapter("ultralytics_detector", "torch").UltralyticsDetector(file)
    else:
        raise ModelError(f"{file.runtime} runs no detector")
    return detector


def open_recogniser(file: ModelFile) -> PlateRecogniser:
    """Raises ModelError, also where the runtime is not installed."""
    if file.runtime == "easyocr":
        recogniser: PlateRecogniser = _adapter("easyocr_recogniser", "torch").EasyOcrRecogniser(
            file
        )
        return recogniser
    if file.runtime != "onnx":
        raise ModelError(f"{file.runtime} runs no recogniser")
    kind = SlotRecogniser if file.role == "plate_recogniser" else PpOcrRecogniser
    return kind(file.path, version=file.version)


def _adapter(module: str, extra: str) -> ModuleType:
    """Imported when it is wanted: PyTorch takes 3 s and 0.5 GB, and is seldom there."""
    try:
        return import_module(f"mosaic_ai.infrastructure.{module}")
    except ImportError as error:
        raise ModelError(
            f"{error.name or error} is not installed; the extra `{extra}` of mosaic-ai brings it"
        ) from error
