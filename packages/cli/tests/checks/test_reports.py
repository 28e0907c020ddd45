"""Counts come out of the runners' reports as the runners meant them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mosaic_cli.checks.reports import UnreadableReportError, junit, playwright, vitest
from mosaic_cli.checks.tally import Tally

PROGRAM = """
import pytest

def test_passes(): pass
def test_fails(): assert False
@pytest.mark.skip(reason="needs the moon")
def test_skipped(): pass
@pytest.fixture
def broken(): raise RuntimeError
def test_error(broken): pass
"""


def test_junit_when_pytest_wrote_it_then_counts_names_and_reasons(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(PROGRAM)
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junit-xml={report}", "-c", "/dev/null"]
    subprocess.run([*command, "test_it.py"], cwd=tmp_path, check=False, capture_output=True)
    tally = junit(report)
    assert (tally.passed, tally.failed, tally.skipped) == (1, 2, 1)
    assert sorted(name.split("::")[-1] for name in tally.failures) == ["test_error", "test_fails"]
    assert tally.skips == ("test_it::test_skipped: needs the moon",)


def test_vitest_report_when_a_file_cannot_be_loaded_then_it_counts_as_failed(
    tmp_path: Path,
) -> None:
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps(
            {
                "testResults": [
                    {
                        "name": "a.test.ts",
                        "status": "failed",
                        "assertionResults": [
                            {"fullName": "a one", "status": "passed"},
                            {"fullName": "a two", "status": "failed"},
                            {"fullName": "a three", "status": "pending"},
                        ],
                    },
                    {
                        "name": "b.test.ts",
                        "status": "failed",
                        "message": "syntax",
                        "assertionResults": [],
                    },
                ]
            }
        )
    )
    tally = vitest(report)
    assert (tally.passed, tally.failed, tally.skipped) == (1, 2, 1)
    assert tally.failures == ("a two", "b.test.ts: syntax")


def test_playwright_report_when_nested_then_every_test_is_counted(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    specs = [
        {"title": "plays", "tests": [{"status": "expected"}]},
        {"title": "wobbles", "tests": [{"status": "flaky"}]},
        {"title": "breaks", "tests": [{"status": "unexpected"}]},
        {
            "title": "waits",
            "tests": [
                {"status": "skipped", "annotations": [{"type": "skip", "description": "no GPU"}]}
            ],
        },
    ]
    report.write_text(
        json.dumps(
            {
                "suites": [{"title": "a.spec.ts", "suites": [{"title": "tiles", "specs": specs}]}],
                "errors": [{"message": "worker died"}],
            }
        )
    )
    tally = playwright(report)
    assert (tally.passed, tally.failed, tally.skipped) == (1, 3, 1)
    assert "a.spec.ts › tiles › breaks" in tally.failures
    assert tally.skips == ("a.spec.ts › tiles › waits: no GPU",)


@pytest.mark.parametrize("reader", [junit, vitest, playwright])
@pytest.mark.parametrize("content", [None, "", "<", "[]"])
def test_report_when_missing_or_garbage_then_unreadable(reader, content, tmp_path: Path) -> None:
    report = tmp_path / "report"
    if content is not None:
        report.write_text(content)
    with pytest.raises(UnreadableReportError):
        reader(report)


def test_tally_when_told_then_the_line_that_programs_read() -> None:
    whole = (
        Tally(passed=2)
        + Tally.of_one("x", ok=False)
        + Tally(skipped=3)
        + Tally.of_one("y", ok=True)
    )
    assert str(whole) == "3 passed, 1 failed, 3 skipped"
    assert whole.failures == ("x",)
