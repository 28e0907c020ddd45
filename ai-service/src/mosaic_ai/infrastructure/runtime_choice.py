"""Which model files run by which library, where somebody chose."""

import hashlib
from dataclasses import replace
from pathlib import Path

from mosaic_ai.domain.engines import (
    DetectorRuntime,
    EngineSelection,
    ModelFile,
    Role,
    RuntimeChoice,
    TextRuntime,
)
from mosaic_ai.domain.errors import ModelError

CHECKPOINT = "yolov8n.pt"
LICENCES = {"detector": "AGPL-3.0", "text_recogniser": ""}
"""Of files that somebody brought: YOLOv8's weights have one licence, EasyOCR's networks have their makers'."""


def chosen(
    selection: EngineSelection, choice: RuntimeChoice, models_dir: Path | None
) -> EngineSelection:
    """The selection with what was chosen in its place. Raises ModelError where a file that is named is missing."""
    return replace(
        selection,
        detector=_detector(selection.detector, choice, models_dir),
        text_recogniser=_text_recogniser(selection.text_recogniser, choice),
    )


def _detector(
    found: ModelFile | None, choice: RuntimeChoice, models_dir: Path | None
) -> ModelFile | None:
    path = choice.detector_file
    if path is None and choice.detector == "ultralytics" and models_dir:
        path = models_dir / CHECKPOINT
    if path is not None:
        return _file("detector", choice.detector, path, choice.pinned)
    if choice.detector == "ultralytics":
        raise ModelError(
            "Ultralytics wants a checkpoint: set MOSAIC_AI_DETECTOR_FILE or MOSAIC_MODELS_DIR"
        )
    if found is None or choice.detector == "onnx":
        return found
    return replace(found, name=_name(choice.detector), runtime=choice.detector)


def _text_recogniser(found: ModelFile, choice: RuntimeChoice) -> ModelFile:
    if choice.text == "onnx":
        return found
    if choice.text_file is None:
        raise ModelError("EasyOCR wants a network: set MOSAIC_AI_TEXT_FILE")
    return _file("text_recogniser", "easyocr", choice.text_file, choice.pinned)


def _file(
    role: Role, runtime: DetectorRuntime | TextRuntime, path: Path, pinned: frozenset[str]
) -> ModelFile:
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    return ModelFile(
        role,
        runtime if role == "text_recogniser" else _name(runtime),
        sha256[:8],
        path,
        sha256,
        LICENCES[role],
        "the settings",
        runtime,
        pinned=sha256 in pinned,
    )


def _name(runtime: str) -> str:
    return f"yolov8n-{runtime}"
