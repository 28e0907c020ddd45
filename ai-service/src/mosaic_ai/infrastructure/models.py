"""Which model files there are, and the engines made of them."""

import hashlib
import json
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from mosaic_ai.domain.engines import Engines, ModelEntry
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.fused_plate_reader import FusedPlateReader
from mosaic_ai.domain.ports import Detector
from mosaic_ai.infrastructure.cv_straightener import CvStraightener
from mosaic_ai.infrastructure.onnx_plate_locator import OnnxPlateLocator
from mosaic_ai.infrastructure.ppocr_recogniser import PpOcrRecogniser, bundled_model
from mosaic_ai.infrastructure.slot_recogniser import SlotRecogniser
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector

STILL_BUDGETS_PX = (640 * 480, 416 * 312)
"""For pictures that somebody sends: two sizes find more, and nobody waits for the next frame."""
STILL_CONFIDENCE = 0.45
"""No movement tells a plate from a sticker there: 0.14 false boxes a photograph, 0.4 at 0.35."""
DETECTOR_FILE = "yolov8n-fp32.onnx"


class ModelCard(BaseModel):
    """One entry of the registry; `file` is relative to the registry's folder."""

    name: str
    version: str
    role: str
    file: str
    sha256: str
    licence: str
    source: str
    data_policy: str
    measured: dict[str, float | str] = {}
    date: str = ""


def registry_dir() -> Path:
    """`models/` of the AI service: beside the sources, or in the wheel."""
    beside = Path(__file__).resolve().parents[3] / "models"
    return beside if beside.is_dir() else Path(__file__).resolve().parents[1] / "models"


def load_engines(models_dir: Path | None) -> Engines:
    """Opens all models. Raises ModelError where one of ours is missing or altered."""
    located, locator_path = _ours("plate-locator")
    recognised, recogniser_path = _ours("plate-recogniser")
    text_path = bundled_model()
    text_recogniser = PpOcrRecogniser(text_path, version=text_path.stem)
    detector, detector_entry = _detector(models_dir)
    return Engines(
        detector,
        OnnxPlateLocator(locator_path, version=located.version),
        OnnxPlateLocator(
            locator_path, version=located.version,
            confidence=STILL_CONFIDENCE, budgets_px=STILL_BUDGETS_PX,
        ),
        FusedPlateReader(
            SlotRecogniser(recogniser_path, version=recognised.version),
            text_recogniser,
            CvStraightener(),
        ),
        (
            _entry("plate_locator", located),
            _entry("plate_recogniser", recognised),
            ModelEntry(
                "text_recogniser", text_recogniser.name, text_recogniser.version,
                _sha256(text_path), "Apache-2.0", "rapidocr's wheel", True, {},
            ),
            detector_entry,
        ),
    )  # fmt: skip


def _ours(role: str) -> tuple[ModelCard, Path]:
    """Raises ModelError for another sha256 than the registry's."""
    card = _card(role)
    path = registry_dir() / card.file
    if _sha256(path) != card.sha256:
        raise ModelError(f"{card.file} has another sha256 than its registry entry")
    return card, path


def _entry(role: str, card: ModelCard) -> ModelEntry:
    return ModelEntry(
        role, card.name, card.version, card.sha256, card.licence, card.source, True, card.measured
    )


def _detector(models_dir: Path | None) -> tuple[Detector | None, ModelEntry]:
    path = models_dir / DETECTOR_FILE if models_dir else None
    if path is None or not path.is_file():
        absent = ModelEntry(
            "detector", OnnxYoloDetector.name, "", "", "AGPL-3.0", "not shipped", False, {}
        )
        return None, absent
    sha256 = _sha256(path)
    detector = OnnxYoloDetector(path, version=sha256[:8])
    return detector, ModelEntry(
        "detector",
        detector.name,
        detector.version,
        sha256,
        "AGPL-3.0",
        "MOSAIC_MODELS_DIR",
        True,
        {},
    )


@cache
def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read") from error


def _card(role: str) -> ModelCard:
    entries = json.loads((registry_dir() / "registry.json").read_text())["models"]
    return next(ModelCard(**entry) for entry in entries if entry["role"] == role)
