"""Which models are known, of which folders."""

import json
import shutil
from pathlib import Path

import pytest
from ai_models import OURS, ModelsFolder
from ai_onnx import write_detector

from mosaic_ai.domain.errors import ModelError, UnknownModelError
from mosaic_ai.infrastructure.model_registry import DETECTOR_FILE, FileModelRegistry, shipped_dir


@pytest.fixture
def folder(tmp_path: Path) -> ModelsFolder:
    return ModelsFolder(tmp_path / "models")


def registry(folder: ModelsFolder) -> FileModelRegistry:
    return FileModelRegistry(shipped_dir(), folder.path)


def names(known: FileModelRegistry, role: str) -> list[str]:
    return [file.name for file in known.known().files if file.role == role]


def test_known_when_there_is_no_folder_then_what_mosaic_brings() -> None:
    for models_dir in (None, Path("/nowhere")):
        known = FileModelRegistry(shipped_dir(), models_dir).known()
        assert {file.role for file in known.files} == {
            "plate_locator",
            "plate_recogniser",
            "text_recogniser",
        }
        assert known.faults == []
        assert all(file.data_policy and file.licence for file in known.files)


def test_bare_detector_when_no_registry_tells_of_it_then_known_and_the_default(
    folder: ModelsFolder,
) -> None:
    write_detector(folder.path / DETECTOR_FILE)
    known = registry(folder)
    default = known.default().detector
    assert default is not None
    assert default.version == default.sha256[:8]
    assert known.find("detector", default.name, default.version) == default


def test_bare_detector_when_the_registry_tells_of_it_then_by_that_name(
    folder: ModelsFolder,
) -> None:
    file = write_detector(folder.path / DETECTOR_FILE)
    folder.add("detector", file, name="ours", version="7")
    known = registry(folder)
    assert names(known, "detector") == ["ours"]
    default = known.default().detector
    assert default is not None
    assert (default.name, default.version) == ("ours", "7")


def test_other_detector_when_only_in_the_registry_then_known_and_not_the_default(
    folder: ModelsFolder,
) -> None:
    file = write_detector(folder.path / "sub" / "x.onnx")
    folder.add("detector", file, name="other")
    assert names(registry(folder), "detector") == ["other"]
    assert registry(folder).default().detector is None


@pytest.mark.parametrize(
    "file",
    ["../x.onnx", "/etc/passwd", "a/../../x.onnx", "", "..\\x.onnx", "a\0b"],
)
def test_entry_when_its_file_lies_elsewhere_then_left_out_and_named(
    folder: ModelsFolder, file: str
) -> None:
    inside = write_detector(folder.path / "x.onnx")
    folder.add("detector", inside, name="bad", file=file)
    folder.add("detector", inside, name="good")
    known = registry(folder).known()
    assert names(registry(folder), "detector") == ["good"]
    assert len(known.faults) == 1
    assert "/models/0/file" in known.faults[0]


def test_entry_when_a_link_leads_out_of_the_folder_then_left_out_and_named(
    folder: ModelsFolder, tmp_path: Path
) -> None:
    outside = write_detector(tmp_path / "outside.onnx")
    inside = write_detector(folder.path / "x.onnx")
    (folder.path / "link.onnx").symlink_to(outside)
    folder.add("detector", inside, name="bad", file="link.onnx")
    folder.add("detector", inside, name="bad-labels", labels="../labels.txt")
    assert names(registry(folder), "detector") == []
    assert len(registry(folder).known().faults) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sha256", "abc"),
        ("sha256", None),
        ("role", "cook"),
        ("runtime", "paper"),
        ("name", ""),
        ("version", "a/b"),
        ("measured", [1]),
    ],
)
def test_entry_when_a_field_is_wrong_then_left_out_and_named(
    folder: ModelsFolder, field: str, value: object
) -> None:
    inside = write_detector(folder.path / "x.onnx")
    folder.add("detector", inside, **{"name": "bad", field: value})
    assert names(registry(folder), "detector") == []
    assert f"/models/0/{field}" in registry(folder).known().faults[0]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"models": 3}', '{"models": [3]}', "[" * 100_000, "\udcff"]
)
def test_registry_when_it_is_none_then_named_and_the_bare_detector_goes_on(
    folder: ModelsFolder, content: str
) -> None:
    write_detector(folder.path / DETECTOR_FILE)
    (folder.path / "registry.json").write_bytes(content.encode(errors="surrogateescape"))
    known = registry(folder)
    assert known.default().detector is not None
    assert len(known.known().faults) == 1
    assert "registry.json" in known.known().faults[0]


def test_model_when_it_is_called_as_a_shipped_one_then_the_shipped_one_is_meant(
    folder: ModelsFolder,
) -> None:
    folder.add_ours("plate_locator", name="mosaic-plate-locator", version="2")
    found = registry(folder).find("plate_locator", "mosaic-plate-locator", "2")
    assert found.path == OURS["plate_locator"]
    assert "two models" in registry(folder).known().faults[0]


def test_find_when_there_is_none_then_told(folder: ModelsFolder) -> None:
    with pytest.raises(UnknownModelError):
        registry(folder).find("detector", "nobody", "1")
    with pytest.raises(UnknownModelError):
        registry(folder).find("detector", "mosaic-plate-locator", "1")


def test_default_when_one_of_ours_is_altered_then_refused(tmp_path: Path) -> None:
    shutil.copytree(shipped_dir(), tmp_path / "shipped")
    shipped = FileModelRegistry(tmp_path / "shipped", None)
    shipped.default().plate_locator.path.write_bytes(b"x")
    with pytest.raises(ModelError, match="sha256"):
        shipped.default()


def test_shipped_registry_then_each_entry_is_complete() -> None:
    for entry in json.loads((shipped_dir() / "registry.json").read_text())["models"]:
        assert entry["data_policy"]
        assert entry["measured"]
        assert entry["date"]
