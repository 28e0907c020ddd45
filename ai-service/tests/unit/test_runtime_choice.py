"""Which file is run by which library."""

from pathlib import Path

import pytest

from mosaic_ai.domain.engines import EngineSelection, ModelFile, Runtime, RuntimeChoice
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.infrastructure.engine_opening import open_detector, open_recogniser
from mosaic_ai.infrastructure.models import DETECTOR_FILE, shipped_selection
from mosaic_ai.infrastructure.runtime_choice import chosen

SUM_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (DETECTOR_FILE, "yolov8n.pt", "plates.pth"):
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.fixture
def selection(folder: Path) -> EngineSelection:
    return shipped_selection(folder)


def test_engines_when_nothing_is_chosen_then_as_they_were(
    selection: EngineSelection, folder: Path
) -> None:
    assert chosen(selection, RuntimeChoice(), folder) == selection


def test_openvino_when_chosen_then_it_runs_the_same_file(
    selection: EngineSelection, folder: Path
) -> None:
    found = chosen(selection, RuntimeChoice(detector="openvino"), folder).detector
    assert found is not None
    assert (found.runtime, found.path) == ("openvino", folder / DETECTOR_FILE)
    assert not found.pinned


def test_ultralytics_when_chosen_then_the_checkpoint_beside_is_taken(
    selection: EngineSelection, folder: Path
) -> None:
    found = chosen(selection, RuntimeChoice(detector="ultralytics"), folder).detector
    assert found is not None
    assert (found.runtime, found.path.name) == ("ultralytics", "yolov8n.pt")
    pinned = RuntimeChoice(detector="ultralytics", pinned=frozenset({SUM_OF_X}))
    again = chosen(selection, pinned, folder).detector
    assert again is not None
    assert again.pinned


def test_easyocr_when_chosen_then_it_reads_beside_our_recogniser(
    selection: EngineSelection, folder: Path
) -> None:
    choice = RuntimeChoice(text="easyocr", text_file=folder / "plates.pth")
    found = chosen(selection, choice, folder)
    assert found.text_recogniser.runtime == "easyocr"
    assert found.plate_recogniser == selection.plate_recogniser


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        (RuntimeChoice(detector="ultralytics"), "MOSAIC_AI_DETECTOR_FILE"),
        (RuntimeChoice(text="easyocr"), "MOSAIC_AI_TEXT_FILE"),
        (RuntimeChoice(detector_file=Path("/nowhere/x.onnx")), "/nowhere/x.onnx"),
    ],
)
def test_choice_when_its_file_is_missing_then_told(
    selection: EngineSelection, choice: RuntimeChoice, told: str
) -> None:
    with pytest.raises(ModelError, match=told):
        chosen(selection, choice, None)


@pytest.mark.parametrize(("runtime", "extra"), [("openvino", "openvino"), ("ultralytics", "torch")])
def test_detector_when_its_library_is_not_installed_then_the_extra_is_named(
    folder: Path, runtime: Runtime, extra: str
) -> None:
    file = ModelFile("detector", "x", "1", folder / "yolov8n.pt", "", runtime=runtime)
    with pytest.raises(ModelError, match=f"not installed; the extra `{extra}`"):
        open_detector(file)


def test_easyocr_when_not_installed_then_the_extra_is_named(folder: Path) -> None:
    path = folder / "plates.pth"
    file = ModelFile("text_recogniser", "x", "1", path, "", runtime="easyocr")
    with pytest.raises(ModelError, match="not installed; the extra `torch`"):
        open_recogniser(file)
