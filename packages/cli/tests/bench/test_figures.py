"""Figures meet their goals or do not, and are printed for programs."""

import json
import os
import subprocess
import sys

import numpy as np
import psutil
import pytest
import typer
from typer.testing import CliRunner

from mosaic_cli.bench import command
from mosaic_cli.bench.figure import figure, percentile
from mosaic_cli.bench.road.camera_clock import STRIP_HEIGHT, frame_number
from mosaic_cli.bench.road.load import ProcessorTime, pss_bytes, trees
from mosaic_demo.frame_clock import NATIVE_WIDTH, draw_frame_number


@pytest.mark.parametrize(
    ("value", "goal", "met"),
    [
        (2.9, ("<=", 3), True),
        (3.1, ("<=", 3), False),
        (95.0, (">=", 95), True),
        (94.9, (">=", 95), False),
        (0.0, ("==", 0), True),
        (None, ("<=", 3), False),
    ],
)
def test_figure_meets_its_goal_or_not(value, goal, met: bool) -> None:
    assert figure("x", value, "s", goal, "so").met is met


def test_percentile_when_few_values_then_no_error() -> None:
    assert percentile([], 95) is None
    assert percentile([4.0], 95) == 4.0
    assert percentile([float(n) for n in range(101)], 95) == 95.0


def test_bench_when_asked_for_json_then_figures_and_exit_by_goals(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    figures = [figure("a", 1.0, "s", ("<=", 2), "so"), figure("b", None, "s", ("<=", 2), "not")]
    monkeypatch.setitem(command.BENCHES, "road", lambda _home, _seconds: figures)
    app = typer.Typer()
    app.command()(command.bench)
    result = CliRunner().invoke(app, ["road", "--json"])
    assert result.exit_code == 1
    told = json.loads(result.stdout)["figures"]
    assert [each.keys() for each in told] == [
        {"name": 0, "value": 0, "unit": 0, "goal": 0, "met": 0, "how": 0}.keys()
    ] * 2
    assert [each["met"] for each in told] == [True, False]
    assert CliRunner().invoke(app, ["moon"]).exit_code == 2


def test_frame_number_when_drawn_into_a_strip_then_read_back() -> None:
    strip = np.full((STRIP_HEIGHT, NATIVE_WIDTH), 120, np.uint8)
    draw_frame_number(strip, 123_456)
    assert frame_number(strip.tobytes()) == 123_456
    assert frame_number(bytes(STRIP_HEIGHT * NATIVE_WIDTH)) is None


def test_load_when_a_child_works_then_it_is_counted() -> None:
    program = (
        "import time; data = bytearray(50_000_000)\n"
        "while time.process_time() < 0.5: pass\n"
        "print(1, flush=True); input()"
    )
    before = ProcessorTime(os.getpid())
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    assert before.used_s() > 0.4
    tree = trees([os.getpid()])
    assert child.pid in {process.pid for process in tree}
    assert pss_bytes([psutil.Process(child.pid)]) > 50_000_000
    child.communicate(b"\n")
    assert before.used_s() > 0.4
