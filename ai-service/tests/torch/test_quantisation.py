"""Static int8 models find what the float ones find."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ai_scenes import HEIGHT, WIDTH, street, with_van
from ai_torch import wanted

from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.infrastructure.models import registry_dir
from mosaic_ai.infrastructure.onnx_plate_locator import OnnxPlateLocator
from mosaic_ai.infrastructure.onnx_sessions import open_session
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector
from mosaic_ai.quantisation.blobs import blob_maker

onnx = wanted("onnx")

pytestmark = pytest.mark.timeout(900)
LOCATOR = registry_dir() / "plate-locator-2" / "plate-locator.onnx"
EVERYTHING = Box(0, 0, WIDTH, HEIGHT)


def test_locator_when_int8_then_smaller_and_the_plate_is_found_at_its_place(tmp_path: Path) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    texts = ("KL57BXT", "AB123CD", "WX4821P", "7XYZ904")
    blob = blob_maker("locator", open_session(LOCATOR))
    shown = [with_van(street(), text, 250 + 60 * n)[0] for n, text in enumerate(texts)]
    make_int8(LOCATOR, target, (blob(pixels) for pixels in shown))
    assert target.stat().st_size < 0.5 * LOCATOR.stat().st_size
    picture, plate = with_van(street(), "MN34PQR", 400)
    best = OnnxPlateLocator(target, version="int8").locate(picture, EVERYTHING)[0]
    assert iou(best.box, plate) > 0.6


@pytest.mark.parametrize("convolutions_only", [True, False])
def test_detector_when_int8_then_classes_stay_and_outputs_are_near(
    yolo: Any, pictures: Any, tmp_path: Path, convolutions_only: bool
) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    blob = blob_maker("detector", open_session(yolo.onnx))
    blobs = [blob(pixels) for pixels, _ in pictures]
    make_int8(yolo.onnx, target, blobs, convolutions_only=convolutions_only, float_layers=2)
    float_one = OnnxYoloDetector(yolo.onnx, version="float")
    other = OnnxYoloDetector(target, version="int8")
    for each in blobs:
        expected, found = float_one.run(each), other.run(each)
        assert not np.array_equal(expected, found)
        assert np.abs(expected[4:] - found[4:]).mean() < 0.05
        assert np.abs(expected[:4] - found[:4]).mean() < 8


def test_end_of_the_head_when_kept_in_float_then_by_whole_layers() -> None:
    from mosaic_ai.quantisation.making import tail

    node = onnx.helper.make_node
    graph = onnx.helper.make_graph(
        [
            node("Conv", ["x", "w"], ["a"], name="first"),
            node("Relu", ["a"], ["b"], name="relu"),
            node("Conv", ["b", "w"], ["c"], name="second"),
            node("Conv", ["c", "w"], ["d"], name="last"),
            node("Sigmoid", ["d"], ["y"], name="sigmoid"),
        ],
        "g",
        [],
        [],
    )
    assert tail(graph, 0) == ["sigmoid"]
    assert tail(graph, 1) == ["last", "sigmoid"]
    assert tail(graph, 2) == ["second", "last", "sigmoid"]
