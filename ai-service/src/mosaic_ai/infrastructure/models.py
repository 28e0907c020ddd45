"""Which model files there are: ours beside the sources, PP-OCR's in its wheel, a detector where one was put."""

import hashlib
import json
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from mosaic_ai.domain.engines import Engines, EngineSelection, ModelFile, Role
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.engine_opening import open_engines
from mosaic_ai.infrastructure.ppocr_recogniser import PpOcrRecogniser, bundled_model
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector

DETECTOR_FILE = "yolov8n-fp32.onnx"


class ModelCard(BaseModel):
    """One entry of the registry; `file` is relative to the registry's folder."""

    name: str
    version: str
    role: Role
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
    return open_engines(shipped_selection(models_dir))


def shipped_selection(models_dir: Path | None) -> EngineSelection:
    """The newest of ours, PP-OCR's, and the detector in `models_dir`.

    Raises ModelError where one of ours is missing or altered.
    """
    return EngineSelection(
        _ours("plate_locator"), _ours("plate_recogniser"), _pp_ocr(), _detector(models_dir)
    )


def _ours(role: Role) -> ModelFile:
    """Raises ModelError for another sha256 than the registry's."""
    entries = json.loads((registry_dir() / "registry.json").read_text())["models"]
    card = next(ModelCard(**entry) for entry in entries if entry["role"] == role)
    path = registry_dir() / card.file
    if _sha256(path) != card.sha256:
        raise ModelError(f"{card.file} has another sha256 than its registry entry")
    return ModelFile(
        role,
        card.name,
        card.version,
        path,
        card.sha256,
        card.licence,
        card.source,
        measured=card.measured,
    )


def _pp_ocr() -> ModelFile:
    path = bundled_model()
    return ModelFile(
        "text_recogniser",
        PpOcrRecogniser.name,
        path.stem,
        path,
        _sha256(path),
        "Apache-2.0",
        "rapidocr's wheel",
    )


def _detector(models_dir: Path | None) -> ModelFile | None:
    path = models_dir / DETECTOR_FILE if models_dir else None
    if path is None or not path.is_file():
        return None
    sha256 = _sha256(path)
    return ModelFile(
        "detector",
        OnnxYoloDetector.name,
        sha256[:8],
        path,
        sha256,
        "AGPL-3.0",
        "MOSAIC_MODELS_DIR",
    )


@cache
def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read") from error
