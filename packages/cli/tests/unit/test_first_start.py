"""What waits for what when nothing is there yet: every download and build may take minutes."""

from pathlib import Path

import pytest

from mosaic_cli.home import Home
from mosaic_cli.runtimes.native.preparation import prepare
from mosaic_cli.runtimes.native.up import steps_of
from mosaic_cli.steps import Step
from mosaic_cli.supervision.client import Supervisor


def _waits_for(name: str, steps: dict[str, Step]) -> set[str]:
    """Everything that must have ended before this step begins."""
    direct = set(steps[name].after) & set(steps)
    return direct.union(*(_waits_for(each, steps) for each in direct))


@pytest.fixture
def first_start(tmp_path: Path) -> dict[str, Step]:
    home = Home(tmp_path / "home")
    stack = prepare(home, 4).stack
    return {step.name: step for step in steps_of(stack, Supervisor(home), None)}


def test_streaming_when_mediamtx_is_not_built_yet_then_it_waits_for_its_configuration(
    first_start: dict[str, Step],
) -> None:
    assert {"mediamtx-program", "mediamtx"} <= _waits_for("streaming", first_start)


def test_demo_when_nothing_is_there_yet_then_it_waits_for_program_and_clips(
    first_start: dict[str, Step],
) -> None:
    assert {"mediamtx-program", "demo-clips"} <= _waits_for("demo", first_start)


def test_step_when_it_waits_then_only_for_steps_that_exist(first_start: dict[str, Step]) -> None:
    for step in first_start.values():
        assert set(step.after) <= set(first_start), step.name
