"""YOLOv8 by OpenVINO as a Detector; the extra `openvino` installs it."""

from collections.abc import Collection

import openvino

from mosaic_ai.domain.engines import ModelFile
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.yolo_detector import (
    CLASSES,
    CONFIDENCE,
    Blob,
    Rows,
    YoloDetector,
    class_names,
)

NAMES = ("framework", "names")
"""Where OpenVINO keeps what an ONNX file's metadata says."""


class OpenVinoDetector(YoloDetector):
    """The same ONNX files that ONNX Runtime takes, float or int8.

    precision: f32 computes what the file says; bf16 is faster on processors with AMX and rounds.
    """

    name = "yolov8n-openvino"

    def __init__(
        self,
        file: ModelFile,
        *,
        classes: Collection[str] = CLASSES,
        confidence: float = CONFIDENCE,
        precision: str = "f32",
    ) -> None:
        """Raises ModelError for another kind of model."""
        path = file.path
        options = {
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            "INFERENCE_PRECISION_HINT": precision,
        }
        try:
            core = openvino.Core()
            model = core.read_model(str(path))
            told = (
                model.get_rt_info(list(NAMES)).astype(str)
                if model.has_rt_info(list(NAMES))
                else None
            )
            compiled = core.compile_model(model, "CPU", options)
            shapes = [tuple(port.shape) for port in (compiled.input(0), compiled.output(0))]
        except (RuntimeError, OSError) as error:
            raise ModelError(f"{path.name} cannot be loaded by OpenVINO") from error
        names = class_names(told, path)
        if len(shapes[0]) != 4 or len(shapes[1]) != 3 or shapes[1][1] != 4 + len(names):
            raise ModelError(f"{path.name} is no YOLOv8 export")

        def run(blob: Blob) -> Rows:
            # A request of its own a call: those of one model cannot be shared by threads.
            rows: Rows = compiled.create_infer_request().infer([blob])[0][0]
            return rows

        super().__init__(
            run,
            name=self.name,
            version=file.version,
            size=shapes[0][-1],
            names=names,
            classes=classes,
            confidence=confidence,
        )
