"""Stages are chosen by name, run in order, and end in the one line."""

import subprocess
import sys
from pathlib import Path

import pytest

from mosaic_cli.checks import command
from mosaic_cli.checks.check import Check
from mosaic_cli.checks.stages import STAGES, Stage
from mosaic_cli.repository import ROOT

PROGRAM = "import sys; from mosaic_cli.checks.command import test; import typer; typer.run(test)"


def mosaic_test(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False
    )


def test_stages_when_listed_then_all_are_told_and_none_runs() -> None:
    told = mosaic_test("--list")
    assert told.returncode == 0
    assert [line.split()[0] for line in told.stdout.splitlines()] == [
        stage.name for stage in STAGES
    ]


def test_stage_when_unknown_then_the_known_ones_are_named() -> None:
    told = mosaic_test("types", "moon")
    assert told.returncode == 2
    assert "moon" in told.stderr
    assert "frontend-lint" in told.stderr


def test_names_of_stages_and_checks_are_distinct() -> None:
    assert len({stage.name for stage in STAGES}) == len(STAGES)
    names = [check.name for stage in STAGES for check in stage.checks(ROOT)]
    assert len(set(names)) == len(names)


def stage(name: str, *programs: str, **more: bool) -> Stage:
    def checks(root: Path) -> list[Check]:
        return [
            Check(f"{name} {n}", (sys.executable, "-c", program), root)
            for n, program in enumerate(programs)
        ]

    return Stage(name, name, checks, **more)


def test_failing_stage_when_others_follow_then_they_run_and_the_last_line_counts_all(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "prepare", lambda _stages: iter(()))
    chosen = [
        stage("first", "pass", "print('broken'); raise SystemExit(1)", static=True),
        stage("second", "pass"),
    ]
    tally = command.run_stages(chosen)
    assert tally.failures == ("first 1",)
    told = capsys.readouterr().out.splitlines()
    assert told[-1] == "2 passed, 1 failed, 0 skipped"
    assert any("| broken" in line for line in told)
    assert [line for line in told if line.startswith("== ")] == [
        "== first: first",
        "== second: second",
    ]
