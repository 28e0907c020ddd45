"""The whole of `./mosaic bench road`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mosaic_cli.bench.figure import Figure, figure
from mosaic_cli.bench.measured import measured
from mosaic_cli.bench.road.first_frame import first_frame_figures
from mosaic_cli.bench.road.reads import figures_of, observe
from mosaic_cli.checks.live.running_stack import NoStackError, RunningStack
from mosaic_cli.checks.stack import Stack, fresh_stack
from mosaic_cli.repository import ROOT

SECONDS = 300
WARM_GOAL_S = 25


def run_road(home: Path, seconds: float) -> list[Figure]:
    """Against the stack of that home, or a private one where none runs there."""
    with stack_of(home) as (stack, private):
        figures = [_warm_start(private)] if private else []
        figures += measured("first frame", lambda: first_frame_figures(stack))
        figures += measured("reads", lambda: list(figures_of(observe(stack, seconds))))
    return figures


@contextmanager
def stack_of(home: Path) -> Iterator[tuple[RunningStack, Stack | None]]:
    try:
        running = RunningStack.of_home(home)
    except NoStackError:
        with fresh_stack(ROOT) as private:
            private.up()
            yield RunningStack.of_home(private.home), private
        return
    yield running, None


def _warm_start(stack: Stack) -> Figure:
    """Everything is installed and made; only the processes start."""
    stack.down()
    started = time.monotonic()
    stack.up()
    took_s = time.monotonic() - started
    how = "`mosaic up --detach` to its return, of a stack with 4 cameras that was down"
    return figure("warm up to ready", took_s, "s", ("<=", WARM_GOAL_S), how)
