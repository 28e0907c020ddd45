"""A classifier as torchvision exports MobileNetV3-Small, as a Classifier."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.errors import ModelIncompatibleError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.sightings import ClassScore
from mosaic_ai.infrastructure.class_labels import labels_of
from mosaic_ai.infrastructure.onnx_sessions import open_session

SIDE_PX = 224
KEPT = 224 / 256
"""Of the picture's shorter side."""
MEAN = np.array([0.485, 0.456, 0.406], np.float32)
DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
EXACT = 1e-3

Scores = NDArray[np.float32]


class OnnxClassifier:
    """Input (1, 3, side, side), RGB as ImageNet's are normalised; output (1, classes), logits or probabilities."""

    def __init__(self, path: Path, *, name: str, version: str, labels: Path | None = None) -> None:
        """labels: a file with the classes' names, one a line, else the model's metadata tell them.

        Raises ModelError for another kind of model.
        """
        self.name = name
        self.version = version
        self._session = open_session(path)
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        shape = inputs[0].shape if len(inputs) == 1 else []
        if len(shape) != 4 or shape[1] != 3 or inputs[0].type != "tensor(float)":
            raise ModelIncompatibleError(f"{path.name} does not take one picture")
        self._input = inputs[0].name
        self._side = _side(shape[2:], path)
        self.classes = labels_of(self._session.get_modelmeta().custom_metadata_map, labels)
        if len(outputs[0].shape) != 2 or outputs[0].shape[1] != len(self.classes):
            raise ModelIncompatibleError(
                f"{path.name} gives {outputs[0].shape}, and {len(self.classes)} classes have names"
            )
        self._tells_probabilities = _are_probabilities(self._run(np.zeros((64, 64, 3), np.uint8)))

    def classify(self, pixels: Pixels) -> list[ClassScore]:
        """Of all classes, likeliest first."""
        scores = self._run(pixels)
        shares = scores if self._tells_probabilities else _softmax(scores)
        order = np.argsort(-shares, kind="stable")
        return [ClassScore(self.classes[int(i)], min(1.0, float(shares[i]))) for i in order]

    def _run(self, pixels: Pixels) -> Scores:
        square = _middle(pixels)
        method = cv2.INTER_AREA if len(square) > self._side else cv2.INTER_LINEAR
        resized = cv2.resize(square, (self._side, self._side), interpolation=method)
        colours = (resized[:, :, ::-1].astype(np.float32) / 255 - MEAN) / DEVIATION
        blob = np.ascontiguousarray(colours.transpose(2, 0, 1)[None])
        scores: Scores = self._session.run(None, {self._input: blob})[0][0]
        return scores


def _middle(pixels: Pixels) -> Pixels:
    """The square that torchvision's recipe leaves: of the picture scaled to 256 pixels its middle 224."""
    height, width = pixels.shape[:2]
    side = max(1, round(min(height, width) * KEPT))
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]


def _side(sides: list[object], path: Path) -> int:
    """SIDE_PX where the model takes any."""
    known = {side for side in sides if isinstance(side, int)}
    if len(known) > 1:
        raise ModelIncompatibleError(f"{path.name} does not take square pictures")
    return known.pop() if known else SIDE_PX


def _are_probabilities(scores: Scores) -> bool:
    return bool(scores.min() >= -EXACT and abs(float(scores.sum()) - 1) < EXACT)


def _softmax(scores: Scores) -> Scores:
    powers = np.exp(scores - scores.max())
    shares: Scores = powers / powers.sum()
    return shares
