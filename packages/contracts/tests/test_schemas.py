"""The committed JSON Schemas are what the types say."""

import json
import sys
from pathlib import Path

import pytest

from mosaic_contracts import schemas


def test_committed_schemas_are_up_to_date() -> None:
    assert schemas.stale() == []


def test_stale_when_a_file_is_changed_missing_or_left_over_then_it_is_named(tmp_path: Path) -> None:
    for name, content in schemas.rendered().items():
        (tmp_path / name).write_text(content)
    assert schemas.stale(tmp_path) == []
    (tmp_path / "cloudevent.json").write_text("{}")
    (tmp_path / "mosaic.plate.read.v1.json").unlink()
    (tmp_path / "mosaic.old.v1.json").write_text("{}")
    assert schemas.stale(tmp_path) == [
        "cloudevent.json",
        "mosaic.old.v1.json",
        "mosaic.plate.read.v1.json",
    ]


def test_command_when_files_are_written_then_check_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path / "schemas")
    monkeypatch.setattr(schemas.stale, "__defaults__", (tmp_path / "schemas",))
    monkeypatch.setattr(sys, "argv", ["schemas", "--check"])
    assert schemas.main() == 1
    assert "not up to date" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["schemas"])
    assert schemas.main() == 0
    monkeypatch.setattr(sys, "argv", ["schemas", "--check"])
    assert schemas.main() == 0


def test_schemas_carry_their_type_as_id() -> None:
    for name, content in schemas.rendered().items():
        assert json.loads(content)["$id"] == name.removesuffix(".json")
