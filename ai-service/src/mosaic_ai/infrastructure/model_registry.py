"""Which model files there are: ours beside the sources, PP-OCR's in its wheel, those of a folder of the user's."""

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mosaic_ai.domain.engines import EngineSelection, ModelFile, Role
from mosaic_ai.domain.errors import ModelError, UnknownModelError
from mosaic_ai.infrastructure.checksums import check_sha256, sha256_of
from mosaic_ai.infrastructure.model_cards import read_registry
from mosaic_ai.infrastructure.ppocr_recogniser import PpOcrRecogniser, bundled_model
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector

DETECTOR_FILE = "yolov8n-fp32.onnx"
"""A detector of this name in the user's folder is used without being activated."""


class Known(NamedTuple):
    """The models, each of a role, name and version once; what is wrong with the registry of the user's folder."""

    files: list[ModelFile]
    faults: list[str]


class FileModelRegistry:
    """Reads the folders anew each time that it is asked."""

    def __init__(self, shipped_dir: Path, models_dir: Path | None) -> None:
        self._shipped_dir = shipped_dir
        self._models_dir = models_dir

    def known(self) -> Known:
        """What is shipped goes before another of the same name. Raises ModelError for a damaged installation."""
        files = [*self._shipped(), _pp_ocr()]
        faults: list[str] = []
        if self._models_dir is not None:
            content = read_registry(self._models_dir)
            faults += content.faults
            files += content.files
            bare = self._bare_detector(content.files)
            files += [bare] if bare else []
        unique: dict[tuple[Role, str, str], ModelFile] = {}
        for file in files:
            key = (file.role, file.name, file.version)
            if key in unique:
                faults.append(f"there are two models {file.name} {file.version} as {file.role}")
            unique.setdefault(key, file)
        return Known(list(unique.values()), faults)

    def find(self, role: Role, name: str, version: str) -> ModelFile:
        """Raises UnknownModelError, ModelError."""
        for file in self.known().files:
            if (file.role, file.name, file.version) == (role, name, version):
                return file
        raise UnknownModelError(f"no model {name} {version} is known as {role}")

    def default(self) -> EngineSelection:
        """What is used where nothing is chosen: the newest of ours, PP-OCR's, and the user's bare detector.

        Raises ModelError where one of ours is missing or altered.
        """
        ours = self._shipped()
        locator = next(file for file in ours if file.role == "plate_locator")
        recogniser = next(file for file in ours if file.role == "plate_recogniser")
        for file in (locator, recogniser):
            check_sha256(file.path, file.sha256)
        return EngineSelection(locator, recogniser, _pp_ocr(), self._default_detector())

    def _shipped(self) -> list[ModelFile]:
        content = read_registry(self._shipped_dir)
        if content.faults or not content.files:
            raise ModelError("; ".join(content.faults) or f"{self._shipped_dir} has no registry")
        return content.files

    def _default_detector(self) -> ModelFile | None:
        if self._models_dir is None:
            return None
        described = read_registry(self._models_dir).files
        for file in described:
            if file.role == "detector" and file.path == self._models_dir / DETECTOR_FILE:
                return file if file.path.is_file() else None
        return self._bare_detector(described)

    def _bare_detector(self, described: list[ModelFile]) -> ModelFile | None:
        """The detector that no registry describes; its sha256 is its version."""
        if self._models_dir is None:
            return None
        path = self._models_dir / DETECTOR_FILE
        if not path.is_file() or any(file.path == path for file in described):
            return None
        try:
            sha256 = sha256_of(path)
        except ModelError:
            return None
        return ModelFile(
            "detector",
            OnnxYoloDetector.name,
            sha256[:8],
            path,
            sha256,
            "AGPL-3.0",
            "MOSAIC_MODELS_DIR",
        )


def shipped_dir() -> Path:
    """`models/` of the AI service: beside the sources, or in the wheel."""
    beside = Path(__file__).resolve().parents[3] / "models"
    return beside if beside.is_dir() else Path(__file__).resolve().parents[1] / "models"


def _pp_ocr() -> ModelFile:
    path = bundled_model()
    file = ModelFile(
        "text_recogniser",
        PpOcrRecogniser.name,
        path.stem,
        path,
        "",
        "Apache-2.0",
        "rapidocr's wheel",
        data_policy="its makers do not publish the data",
    )
    return replace(file, sha256=sha256_of(path))
