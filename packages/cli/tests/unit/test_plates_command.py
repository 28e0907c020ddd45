from pathlib import Path

import pytest
from typer.testing import CliRunner

from mosaic_cli import plates


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the backend would have been asked to do."""
    asked: list[tuple[str, ...]] = []

    def backend_command(*arguments: str) -> int:
        asked.append(arguments)
        return 3

    monkeypatch.setattr(plates, "backend_command", backend_command)
    return asked


def test_report_then_the_file_is_meant_from_where_one_is(
    asked: list[tuple[str, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(plates.plates, ["report", "AB 123", "--out", "mine.zip"])
    assert done.exit_code == 3
    out = str(tmp_path / "mine.zip")
    assert asked == [
        ("plates", "report", "--reason=", "--likelihood=0.1", "--out", out, "--", "AB 123")
    ]


def test_erase_when_plate_and_reason_begin_with_dashes_then_they_are_no_options(
    asked: list[tuple[str, ...]],
) -> None:
    arguments = ["erase", "--reason=--json", "--likelihood", "1", "--json", "--", "-AB123"]
    CliRunner().invoke(plates.plates, arguments)
    assert asked == [
        ("plates", "erase", "--reason=--json", "--likelihood=1.0", "--json", "--", "-AB123")
    ]


@pytest.mark.parametrize(
    "arguments",
    [["erase", "AB123"], ["erase", "AB123", "--reason=x", "--likelihood=2"], ["report", "AB123"]],
)
def test_when_something_is_missing_or_beyond_then_nothing_is_asked(
    arguments: list[str], asked: list[tuple[str, ...]]
) -> None:
    assert CliRunner().invoke(plates.plates, arguments).exit_code == 2
    assert asked == []
