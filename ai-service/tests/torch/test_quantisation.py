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
from mosaic_ai.infrastructure.slot_recogniser import SlotRecogniser
from mosaic_ai.infrastructure.yolo_detector import OnnxYoloDetector
from mosaic_ai.quantisation.blobs import blobs

onnx = wanted("onnx")

pytestmark = pytest.mark.timeout(900)
LOCATOR = registry_dir() / "plate-locator-2" / "plate-locator.onnx"
RECOGNISER = registry_dir() / "plate-recogniser-2" / "plate-recogniser.onnx"
EVERYTHING = Box(0, 0, WIDTH, HEIGHT)


def float_locator() -> OnnxPlateLocator:
    return OnnxPlateLocator(LOCATOR, version="float")


def test_locator_when_int8_then_smaller_and_the_plate_is_found_at_its_place(tmp_path: Path) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    texts = ("KL57BXT", "AB123CD", "WX4821P", "7XYZ904")
    shown = [with_van(street(), text, 250 + 60 * n)[0] for n, text in enumerate(texts)]
    make_int8(LOCATOR, target, blobs("locator", open_session(LOCATOR), shown, float_locator))
    assert target.stat().st_size < 0.5 * LOCATOR.stat().st_size
    picture, plate = with_van(street(), "MN34PQR", 400)
    best = OnnxPlateLocator(target, version="int8").locate(picture, EVERYTHING)[0]
    assert iou(best.box, plate) > 0.6


def test_recogniser_when_int8_then_plates_are_read_as_before(tmp_path: Path) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    texts = ("KL57BXT", "AB123CD", "WX4821P", "7XYZ904")
    shown = [with_van(street(), text, 250 + 60 * n)[0] for n, text in enumerate(texts)]
    given = list(blobs("recogniser", open_session(RECOGNISER), shown, float_locator))
    assert len(given) >= len(texts)
    make_int8(RECOGNISER, target, given, convolutions_only=True, float_layers=0)
    picture, plate = with_van(street(), "MN34PQR", 400)
    float_one, other = (SlotRecogniser(path, version="") for path in (RECOGNISER, target))
    read = other.read_crop(picture, plate)
    assert read.text == float_one.read_crop(picture, plate).text == "MN34PQR"
    assert read != float_one.read_crop(picture, plate)


def test_weights_when_int8_then_two_products_of_them_fit_into_sixteen_bits(tmp_path: Path) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    shown = [with_van(street(), "KL57BXT", 250)[0]]
    make_int8(LOCATOR, target, blobs("locator", open_session(LOCATOR), shown, float_locator))
    weights = [
        onnx.numpy_helper.to_array(each)
        for each in onnx.load(target).graph.initializer
        if each.data_type == onnx.TensorProto.INT8 and len(each.dims) == 4
    ]
    assert weights
    assert all(2 * 255 * np.abs(each.astype(int)).max() < 2**15 for each in weights)


@pytest.mark.parametrize("convolutions_only", [True, False])
def test_detector_when_int8_then_classes_stay_and_outputs_are_near(
    yolo: Any, pictures: Any, tmp_path: Path, convolutions_only: bool
) -> None:
    from mosaic_ai.quantisation.making import make_int8

    target = tmp_path / "int8.onnx"
    shown = (pixels for pixels, _ in pictures)
    given = list(blobs("detector", open_session(yolo.onnx), shown, float_locator))
    make_int8(yolo.onnx, target, given, convolutions_only=convolutions_only, float_layers=2)
    float_one = OnnxYoloDetector(yolo.onnx, version="float")
    other = OnnxYoloDetector(target, version="int8")
    for each in given:
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
