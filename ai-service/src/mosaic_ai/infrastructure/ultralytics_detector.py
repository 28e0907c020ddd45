"""YOLOv8 by Ultralytics and PyTorch as a Detector. Ultralytics is AGPL-3.0: only the extra `torch` installs it."""

import hashlib
import io
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("YOLO_AUTOINSTALL", "false")
os.environ.setdefault("YOLO_OFFLINE", "true")

import torch
from ultralytics.nn.tasks import DetectionModel, torch_safe_load

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.yolo_detector import CLASSES, CONFIDENCE, Blob, Rows, YoloDetector

DEFAULT_SIZE, LARGEST_SIZE, STRIDE = 640, 1280, 32
SCALES = {16: "n", 32: "s", 48: "m", 64: "l", 80: "x"}
"""Channels of the first convolution: the member of the family."""
FIRST = "model.0.conv.weight"


class Weights(NamedTuple):
    """All that is taken from a checkpoint: numbers and names."""

    state: Mapping[str, torch.Tensor]
    names: dict[int, str]
    size: int


class UltralyticsDetector(YoloDetector):
    """A YOLOv8 checkpoint (`.pt`). The network is built from Ultralytics' own description, not the file's."""

    name = "yolov8n-ultralytics"

    def __init__(
        self,
        file: ModelFile,
        *,
        classes: Collection[str] = CLASSES,
        confidence: float = CONFIDENCE,
    ) -> None:
        """Raises ModelError for another kind of file, and one that holds more than weights and is not pinned."""
        weights = read_weights(file)
        network = _built(weights, file.path)
        torch.set_num_threads(1)

        def run(blob: Blob) -> Rows:
            with torch.inference_mode():
                rows: Rows = network(torch.from_numpy(blob))[0][0].numpy()
                return rows

        super().__init__(
            run,
            name=self.name,
            version=file.version,
            size=weights.size,
            names=weights.names,
            classes=classes,
            confidence=confidence,
        )


def read_weights(file: ModelFile) -> Weights:
    """Raises ModelError."""
    try:
        checkpoint = _unpickled(file)
        network = checkpoint.get("ema") or checkpoint["model"]
        if isinstance(network, torch.nn.Module):
            state, names = network.float().state_dict(), getattr(network, "names", None)
        else:
            state, names = network, checkpoint.get("names")
        told = names if isinstance(names, dict) else dict(enumerate(names or ()))
        named = {int(index): str(name) for index, name in told.items()}
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(
            f"{file.path.name} is no checkpoint of YOLOv8 weights, or holds more than weights; "
            "pin its sha256 where you trust it"
        ) from error
    return Weights(state, named, _size(checkpoint.get("train_args")))


def _unpickled(file: ModelFile) -> dict[str, Any]:
    """Whole where the bytes have the sha256 that somebody vouched for; else weights and known layers only."""
    content = file.path.read_bytes()
    if file.pinned:
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise ModelError(f"{file.path.name} has another sha256 than the one that is pinned")
        found = torch.load(io.BytesIO(content), map_location="cpu", weights_only=False)
    else:
        if not hasattr(torch.serialization, "get_unsafe_globals_in_checkpoint"):
            raise ModelError("this PyTorch is too old to load weights only; take 2.6 or newer")
        found, _ = torch_safe_load(str(file.path), safe_only=True)
    if not isinstance(found, dict):
        raise ModelError(f"{file.path.name} is no checkpoint")
    return found


def _size(trained: object) -> int:
    """The pictures' side in training."""
    side = trained.get("imgsz") if isinstance(trained, dict) else None
    fits = isinstance(side, int) and STRIDE <= side <= LARGEST_SIZE and side % STRIDE == 0
    return side if isinstance(side, int) and fits else DEFAULT_SIZE


def _built(weights: Weights, path: Path) -> torch.nn.Module:
    first = weights.state.get(FIRST)
    scale = SCALES.get(len(first)) if isinstance(first, torch.Tensor) else None
    if scale is None or not weights.names:
        raise ModelError(f"{path.name} holds no YOLOv8")
    network = DetectionModel(f"yolov8{scale}.yaml", nc=len(weights.names), verbose=False)
    try:
        network.load_state_dict(weights.state, strict=True)
    except RuntimeError as error:
        raise ModelError(
            f"{path.name} holds no YOLOv8 with {len(weights.names)} classes"
        ) from error
    built: torch.nn.Module = network.fuse(verbose=False).eval()
    return built
