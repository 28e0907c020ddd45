"""The engines on drawn pictures."""

import hashlib
import json
from pathlib import Path

import pytest
from ai_scenes import HEIGHT, WIDTH, street, with_van

from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.infrastructure import models
from mosaic_ai.infrastructure.models import load_engines
from mosaic_ai.infrastructure.onnx_plate_locator import OnnxPlateLocator
from mosaic_ai.infrastructure.slot_recogniser import SlotRecogniser

EVERYTHING = Box(0, 0, WIDTH, HEIGHT)


@pytest.mark.parametrize("text", ["KL57BXT", "AB 123 CD", "WX4821P"])
def test_plate_when_drawn_then_located_and_read(engines: Engines, text: str) -> None:
    picture, plate = with_van(street(), text, 400)
    best = engines.locator.locate(picture, EVERYTHING)[0]
    assert iou(best.box, plate) > 0.6
    reading = engines.reader.read(picture, best.box)
    assert reading.text == text.replace(" ", "")
    assert reading.confidence > 0.9


def test_plate_when_the_locator_is_int8_then_located_as_well() -> None:
    path = models.registry_dir() / "plate-locator-2-int8r" / "plate-locator.onnx"
    picture, plate = with_van(street(), "KL57BXT", 400)
    best = OnnxPlateLocator(path, version="2-int8r").locate(picture, EVERYTHING)[0]
    assert iou(best.box, plate) > 0.6


def test_shipped_models_when_listed_then_each_file_is_what_its_entry_says() -> None:
    folder = models.registry_dir()
    entries = json.loads((folder / "registry.json").read_text())["models"]
    for entry in entries:
        content = (folder / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_plate_when_only_a_region_is_looked_at_then_the_box_is_of_the_whole_picture(
    engines: Engines,
) -> None:
    picture, plate = with_van(street(), "KL57BXT", 400)
    best = engines.locator.locate(picture, plate.grown(1.0, 3.0))[0]
    assert iou(best.box, plate) > 0.6


def test_locator_when_region_is_outside_or_tiny_then_nothing(engines: Engines) -> None:
    for region in (Box(-500, 0, 100, 100), Box(WIDTH, 0, 50, 50), Box(5, 5, 3, 3)):
        assert engines.locator.locate(street(), region) == []


def test_reader_when_there_is_no_plate_then_hardly_anything(engines: Engines) -> None:
    assert len(engines.reader.read(street(), Box(500, 500, 200, 50)).slots) < 4


def test_detector_when_no_weights_then_absent_and_told() -> None:
    engines = load_engines(None)
    assert engines.detector is None
    assert engines.detection_engine == ""
    assert [entry.active for entry in engines.entries if entry.role == "detector"] == [False]


def test_detector_when_weights_are_there_then_boxes_lie_in_the_picture(models_dir: Path) -> None:
    detector = load_engines(models_dir).detector
    assert detector is not None
    picture, _ = with_van(street(), "KL57BXT", 400)
    for found in detector.detect(picture, EVERYTHING):
        assert 0.3 <= found.confidence <= 1
        assert found.box.right > 0


@pytest.mark.parametrize("kind", [OnnxPlateLocator, SlotRecogniser])
def test_model_when_no_model_then_refused(
    tmp_path: Path, kind: type[OnnxPlateLocator] | type[SlotRecogniser]
) -> None:
    file = tmp_path / "x.onnx"
    file.write_bytes(b"not a model")
    for path in (file, tmp_path / "missing.onnx"):
        with pytest.raises(ModelError):
            kind(path, version="0")


def test_model_when_of_another_kind_then_refused() -> None:
    shipped = models.shipped_selection(None)
    with pytest.raises(ModelError, match="locator"):
        OnnxPlateLocator(shipped.plate_recogniser.path, version="1")
    with pytest.raises(ModelError, match="recogniser"):
        SlotRecogniser(shipped.plate_locator.path, version="1")


def test_model_when_altered_then_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = models.registry_dir()
    (tmp_path / "registry.json").write_bytes((source / "registry.json").read_bytes())
    ours = models.shipped_selection(None).plate_locator.path
    copy = tmp_path / ours.relative_to(source)
    copy.parent.mkdir()
    copy.write_bytes(ours.read_bytes() + b"\x00")
    monkeypatch.setattr(models, "registry_dir", lambda: tmp_path)
    with pytest.raises(ModelError, match="sha256"):
        load_engines(None)
