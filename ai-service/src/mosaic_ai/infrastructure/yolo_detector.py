"""YOLOv8 as a Detector: what all runtimes share, and ONNX Runtime's."""

import ast
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

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

Blob = NDArray[np.float32]
Rows = NDArray[np.float32]
Run = Callable[[Blob], Rows]


class YoloDetector:
    """YOLOv8 by any runtime, with boxes as centre and size.

    run: from (1, 3, size, size), RGB 0..1, to (4 + classes, anchors). names: of all classes, by index.
    """

    def __init__(
        self,
        run: Run,
        *,
        name: str,
        version: str,
        size: int,
        names: Mapping[int, str],
        classes: Collection[str] = CLASSES,
        confidence: float = CONFIDENCE,
    ) -> None:
        self.run, self.name, self.version = run, name, version
        self._size = size
        self._confidence = confidence
        self._wanted = {index: name for index, name in names.items() if name in classes}

    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        """Objects in that region, letterboxed to the network's size."""
        x, y, width, height = (round(v) for v in region.clipped(pixels.shape[1], pixels.shape[0]))
        if width < 8 or height < 8:
            return []
        blob, scale = letterboxed(pixels[y : y + height, x : x + width], self._size)
        rows = self.run(blob)
        return [
            Detection(found.label, found.confidence, found.box.scaled(1 / scale).moved(x, y))
            for found in self._found(rows)
        ]

    def _found(self, rows: Rows) -> list[Detection]:
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


def letterboxed(crop: Pixels, size: int) -> tuple[Blob, float]:
    """The crop as YOLOv8 takes it, in the top left corner of a grey square; and by how much it was scaled."""
    height, width = crop.shape[:2]
    scale = min(size / width, size / height)
    inner = (max(1, round(width * scale)), max(1, round(height * scale)))
    canvas = np.full((size, size, 3), GREY, np.uint8)
    canvas[: inner[1], : inner[0]] = cv2.resize(crop, inner, interpolation=cv2.INTER_LINEAR)
    blob = np.ascontiguousarray(canvas[:, :, ::-1].transpose(2, 0, 1)[None], np.float32)
    blob /= 255
    return blob, scale


class OnnxYoloDetector(YoloDetector):
    """A YOLOv8 export with output (1, 4 + classes, anchors); names come from its metadata."""

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
        session = open_session(path)
        entry = session.get_inputs()[0]
        names = class_names(session.get_modelmeta().custom_metadata_map.get("names"), path)
        if session.get_outputs()[0].shape[1] != 4 + len(names):
            raise ModelError(f"{path.name} is no YOLOv8 export")

        def run(blob: Blob) -> Rows:
            rows: Rows = session.run(None, {entry.name: blob})[0][0]
            return rows

        super().__init__(
            run,
            name=self.name,
            version=version,
            size=entry.shape[-1],
            names=names,
            classes=classes,
            confidence=confidence,
        )


def class_names(told: str | None, path: Path) -> dict[int, str]:
    """As Ultralytics writes them into what it exports. Raises ModelError for anything else."""
    try:
        names = ast.literal_eval(told or "")
        return {int(index): str(name) for index, name in names.items()}
    except (AttributeError, TypeError, ValueError, SyntaxError) as error:
        raise ModelError(f"{path.name} tells no class names") from error
