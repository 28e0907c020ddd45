"""A check's verdict is its child's, whatever the child does."""

import sys
from pathlib import Path

import psutil
import pytest

from mosaic_cli.checks import reports
from mosaic_cli.checks.check import Check, Verdict, run
from mosaic_cli.checks.live.waiting import until

JUNIT = "<testsuites><testsuite>{}</testsuite></testsuites>"
PASSED = '<testcase classname="a" name="b"/>'


def python(program: str, tmp_path: Path, **more) -> Verdict:
    return run(Check("the check", (sys.executable, "-c", program), tmp_path, **more), tmp_path)


@pytest.mark.parametrize(("status", "line"), [(0, "1 passed, 0 failed"), (3, "0 passed, 1 failed")])
def test_check_without_report_when_it_ends_then_counts_as_one(
    tmp_path: Path, status: int, line: str
) -> None:
    verdict = python(f"print('said'); raise SystemExit({status})", tmp_path)
    assert str(verdict.tally).startswith(line)
    assert ("said" in verdict.output) is (status != 0)


def test_check_when_the_program_is_missing_then_failed(tmp_path: Path) -> None:
    verdict = run(Check("gone", ("/nowhere/program",), tmp_path), tmp_path)
    assert verdict.tally.failures == ("gone",)
    assert "/nowhere/program" in verdict.output


def report_program(content: str, status: int) -> str:
    return f"import sys; open(sys.argv[1], 'w').write({content!r}); raise SystemExit({status})"


@pytest.mark.parametrize(
    ("content", "status", "counts"),
    [
        (JUNIT.format(PASSED * 3), 0, (3, 0)),
        (JUNIT.format(PASSED * 3), 1, (3, 1)),  # all passed, then the runner itself failed
        (JUNIT.format(""), 0, (0, 1)),  # no test ran
        ("<", 0, (0, 1)),
    ],
)
def test_check_with_report_when_report_and_status_disagree_then_failed(
    tmp_path: Path, content: str, status: int, counts: tuple[int, int]
) -> None:
    command = (sys.executable, "-c", report_program(content, status), "{report}")
    verdict = run(Check("the check", command, tmp_path, report=reports.junit), tmp_path)
    assert (verdict.tally.passed, verdict.tally.failed) == counts


def test_check_when_it_takes_too_long_then_ended_with_its_children(tmp_path: Path) -> None:
    program = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "pathlib.Path('pid').write_text(str(child.pid))\n"
        "time.sleep(600)\n"
    )
    verdict = python(program, tmp_path, limit_s=3)
    assert not verdict.ok
    assert "was ended after 3 s" in verdict.output
    child = int((tmp_path / "pid").read_text())
    until(lambda: _ended(child), "the child's child ends", within_s=10)


def _ended(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_check_environment_when_it_names_the_report_then_filled_in(tmp_path: Path) -> None:
    program = "import os; open(os.environ['R'], 'w').write(os.environ['X'])"
    verdict = python(program, tmp_path, environment={"R": "{report}", "X": "1"})
    assert verdict.ok
    assert (tmp_path / "the-check.report").read_text() == "1"
