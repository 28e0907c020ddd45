"""YOLOv8 exported to ONNX as a Detector."""

import ast
from collections.abc import Collection
from pathlib import Path

import cv2
import numpy as np

from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.infrastructure.onnx_sessions import open_session

CONFIDENCE = 0.35
OVERLAP = 0.5
GREY = 114
CLASSES = frozenset(
    {"person", "bicycle", "car", "motorcycle", "bus", "train", "truck", "bird", "cat", "dog"}
)


class OnnxYoloDetector:
    """YOLOv8 with output (1, 4 + classes, anchors), boxes as centre and size; names come from its metadata."""

    name = "yolov8n-onnx"

    def __init__(
        self,
        path: Path,
        *,
        version: str,
        classes: Collection[str] = CLASSES,
        confidence: float = CONFIDENCE,
    ) -> None:
        """Raises ModelError for another kind of model."""
        self.version = version
        self._confidence = confidence
        self._session = open_session(path, one_size=True)
        entry = self._session.get_inputs()[0]
        self._input, self._size = entry.name, entry.shape[-1]
        try:
            metadata = self._session.get_modelmeta().custom_metadata_map
            names: dict[int, str] = ast.literal_eval(metadata["names"])
        except (KeyError, ValueError, SyntaxError) as error:
            raise ModelError(f"{path.name} tells no class names") from error
        if self._session.get_outputs()[0].shape[1] != 4 + len(names):
            raise ModelError(f"{path.name} is no YOLOv8 export")
        self._wanted = {index: name for index, name in names.items() if name in classes}

    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        """Objects in that region, letterboxed to the network's size."""
        x, y, width, height = (round(v) for v in region.clipped(pixels.shape[1], pixels.shape[0]))
        if width < 8 or height < 8:
            return []
        crop = pixels[y : y + height, x : x + width]
        scale = min(self._size / width, self._size / height)
        inner = (max(1, round(width * scale)), max(1, round(height * scale)))
        canvas = np.full((self._size, self._size, 3), GREY, np.uint8)
        canvas[: inner[1], : inner[0]] = cv2.resize(crop, inner, interpolation=cv2.INTER_LINEAR)
        blob = np.ascontiguousarray(canvas[:, :, ::-1].transpose(2, 0, 1)[None], np.float32) / 255
        rows = self._session.run(None, {self._input: blob})[0][0]
        return [
            Detection(found.label, found.confidence, found.box.scaled(1 / scale).moved(x, y))
            for found in self._found(rows)
        ]

    def _found(self, rows: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> list[Detection]:
        indices = list(self._wanted)
        scores = rows[[4 + index for index in indices]]
        best = scores.argmax(axis=0)
        confidences = scores.max(axis=0)
        sure = np.flatnonzero(confidences >= self._confidence)
        centres, sizes = rows[:2, sure].T, rows[2:4, sure].T
        boxes = np.hstack([centres - sizes / 2, sizes]).tolist()
        kept = cv2.dnn.NMSBoxes(boxes, confidences[sure].tolist(), self._confidence, OVERLAP)
        return [
            Detection(
                self._wanted[indices[int(best[sure[i]])]],
                float(confidences[sure[i]]),
                Box(*boxes[i]),
            )
            for i in np.array(kept).ravel()
        ]
