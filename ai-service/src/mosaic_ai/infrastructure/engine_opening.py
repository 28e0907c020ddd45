"""Opens the model files of a selection, each by the library that runs it."""

from importlib import import_module
from types import ModuleType

from mosaic_ai.domain.engines import Engines, EngineSelection, ModelFile, entries_of
from mosaic_ai.domain.errors import ModelError, ModelIncompatibleError
from mosaic_ai.domain.fused_plate_reader import FIRST_CROPS, SECOND_CROPS, FusedPlateReader
from mosaic_ai.domain.ports import Classifier, Detector, Engine, PlateLocator, PlateRecogniser
from mosaic_ai.domain.single_plate_reader import SinglePlateReader
from mosaic_ai.infrastructure.cv_straightener import CvStraightener
from mosaic_ai.infrastructure.onnx_classifier import OnnxClassifier
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
    ours = open_recogniser(selection.plate_recogniser)
    of_text = open_recogniser(selection.text_recogniser)
    straightener = CvStraightener()
    return Engines(
        open_detector(selection.detector) if selection.detector else None,
        open_locator(selection.plate_locator),
        open_locator(selection.plate_locator, still=True),
        FusedPlateReader(ours, of_text, straightener),
        entries_of(selection),
        {
            "plate_recogniser": SinglePlateReader(ours, FIRST_CROPS, straightener),
            "text_recogniser": SinglePlateReader(of_text, SECOND_CROPS, straightener),
        },
        open_classifier(selection.classifier) if selection.classifier else None,
    )


def open_one(file: ModelFile) -> Engine:
    """Raises ModelError."""
    match file.role:
        case "detector":
            return open_detector(file)
        case "plate_locator":
            return open_locator(file)
        case "classifier":
            return open_classifier(file)
        case _:
            return open_recogniser(file)


def open_locator(file: ModelFile, *, still: bool = False) -> PlateLocator:
    """still: for single pictures."""
    if file.runtime != "onnx":
        raise ModelIncompatibleError(f"{file.runtime} runs no plate locator")
    if still:
        locator = OnnxPlateLocator(
            file.path,
            version=file.version,
            confidence=STILL_CONFIDENCE,
            budgets_px=STILL_BUDGETS_PX,
        )
    else:
        locator = OnnxPlateLocator(file.path, version=file.version)
    locator.name = file.name
    return locator


def open_detector(file: ModelFile) -> Detector:
    """Raises ModelError, also where the runtime is not installed."""
    detector: Detector
    if file.runtime == "onnx":
        detector = OnnxYoloDetector(file.path, version=file.version)
        detector.name = file.name
    elif file.runtime == "openvino":
        detector = _adapter("openvino_detector", "openvino").OpenVinoDetector(file)
    elif file.runtime == "ultralytics":
        detector = _adapter("ultralytics_detector", "torch").UltralyticsDetector(file)
    else:
        raise ModelIncompatibleError(f"{file.runtime} runs no detector")
    return detector


def open_classifier(file: ModelFile) -> Classifier:
    if file.runtime != "onnx":
        raise ModelIncompatibleError(f"{file.runtime} runs no classifier")
    return OnnxClassifier(file.path, name=file.name, version=file.version, labels=file.labels)


def open_recogniser(file: ModelFile) -> PlateRecogniser:
    """Raises ModelError, also where the runtime is not installed."""
    if file.runtime == "easyocr":
        recogniser: PlateRecogniser = _adapter("easyocr_recogniser", "torch").EasyOcrRecogniser(
            file
        )
        return recogniser
    if file.runtime != "onnx":
        raise ModelIncompatibleError(f"{file.runtime} runs no recogniser")
    kind = SlotRecogniser if file.role == "plate_recogniser" else PpOcrRecogniser
    recogniser = kind(file.path, version=file.version)
    recogniser.name = file.name
    return recogniser


def _adapter(module: str, extra: str) -> ModuleType:
    """Imported when it is wanted: PyTorch takes 3 s and 0.5 GB, and is seldom there."""
    try:
        return import_module(f"mosaic_ai.infrastructure.{module}")
    except ImportError as error:
        raise ModelError(
            f"{error.name or error} is not installed; the extra `{extra}` of mosaic-ai brings it"
        ) from error
