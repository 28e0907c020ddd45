"""One line of figures every so many pictures, and where it goes."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from ai_neighbours import eventually

from mosaic_ai.application.follow_camera import CameraState
from mosaic_ai.application.metric_lines import MetricLines
from mosaic_ai.application.sampling_health import sampling_health
from mosaic_ai.application.stage_times import MeasuredStages
from mosaic_ai.infrastructure.metric_output import RotatedLines, memory, restarts
from mosaic_contracts.clock import SystemClock

GATE, YARD = uuid4(), uuid4()


def state(
    camera: UUID, state: str, *, due: int = 0, sampled: int = 0, age_s: float | None = None
) -> CameraState:
    share = sampled / due if due else None
    return CameraState(camera, state, None, None, age_s, due, sampled, share)


STATES = [
    state(GATE, "online", due=10, sampled=9, age_s=0.4),
    state(YARD, "error", due=10, sampled=3, age_s=31.0),
    state(uuid4(), "connecting"),
]


class Output:
    """Keeps the lines; may be full."""

    def __init__(self) -> None:
        self.lines: list[Mapping[str, Any]] = []
        self.full = False

    def write(self, line: Mapping[str, Any]) -> None:
        if self.full:
            self.full = False
            raise OSError(28, "No space left on device")
        self.lines.append(json.loads(json.dumps(line)))


class Observed:
    def __init__(self) -> None:
        self.looks = 0
        self.failures: list[str] = []

    def looked(self, **_: Any) -> None:
        self.looks += 1

    def failed(self, reason: str) -> None:
        self.failures.append(reason)


class Rig:
    def __init__(self, every: int) -> None:
        self.output, self.observed = Output(), Observed()
        self.stages = MeasuredStages(lambda *_: None, lambda _: None)
        self.lines = MetricLines(
            every,
            self.observed,
            self.stages,
            self.output,
            states=lambda: STATES,
            outbox_depth=lambda: 7,
            restarts=lambda: {"decoder": 2},
            memory=memory,
            clock=SystemClock(),
        )

    def look(self, times: int, *, moving: bool = False) -> None:
        for _ in range(times):
            self.lines.looked(took_s=0.01, age_s=0.2, moving=moving)

    @asynccontextmanager
    async def running(self) -> Any:
        task = asyncio.create_task(self.lines.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def test_line_when_so_many_were_looked_at_then_with_all_its_figures() -> None:
    rig = Rig(every=4)
    for milliseconds in range(1, 101):
        rig.stages.took("locate", milliseconds / 1000)
    rig.lines.failed("unrecorded")
    rig.stages.dropped("undecodable")
    async with rig.running():
        rig.look(3, moving=True)
        assert rig.output.lines == []
        rig.look(1)
        await eventually(lambda: len(rig.output.lines) == 1)
        rig.look(4)
        await eventually(lambda: len(rig.output.lines) == 2)
    line, second = rig.output.lines
    assert (line["frames"], second["frames"]) == (4, 8)
    assert (line["window"]["frames"], line["window"]["moving"]) == (4, 3)
    assert line["stages"] == {"locate": {"count": 100, "p50_ms": 51.0, "p95_ms": 96.0}}
    assert second["stages"] == {}
    assert second["window"]["moving"] == 0
    assert line["cameras"] == {"online": 1, "connecting": 1, "stalled": 0, "error": 1}
    assert line["coverage"]["all"] == 0.6
    assert list(line["coverage"]["by_camera"].items()) == [(str(YARD), 0.3), (str(GATE), 0.9)]
    assert line["drops"] == {"unrecorded": 1, "undecodable": 1}
    assert (line["outbox_depth"], line["restarts"]) == (7, {"decoder": 2})
    assert line["memory"]["rss_bytes"] > 1_000_000
    assert rig.observed.looks == 8
    assert rig.observed.failures == ["unrecorded"]


async def test_line_when_there_are_many_cameras_then_those_that_were_looked_at_least(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = [state(uuid4(), "online", due=100, sampled=sampled) for sampled in range(100)]
    monkeypatch.setattr(f"{__name__}.STATES", many)
    rig = Rig(every=1)
    async with rig.running():
        rig.look(1)
        await eventually(lambda: len(rig.output.lines) == 1)
    shares = list(rig.output.lines[0]["coverage"]["by_camera"].values())
    assert shares == [sampled / 100 for sampled in range(50)]


async def test_line_when_it_cannot_be_written_then_the_next_is() -> None:
    rig = Rig(every=1)
    rig.output.full = True
    async with rig.running():
        rig.look(1)
        await eventually(lambda: not rig.output.full)
        rig.look(1)
        await eventually(lambda: len(rig.output.lines) == 1)
    assert rig.output.lines[0]["frames"] == 2


async def test_lines_when_switched_off_then_none() -> None:
    rig = Rig(every=0)
    async with rig.running():
        rig.look(500)
        await asyncio.sleep(0)
        assert not rig.lines._due.is_set()
    assert rig.output.lines == []
    assert rig.observed.looks == 500


def test_file_when_full_then_rotated_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "figures" / "metrics.jsonl"
    output = RotatedLines(path, max_bytes=60, kept=2)
    for number in range(20):
        output.write({"number": number, "fill": "x" * 10})
    kept = sorted(path.parent.iterdir())
    assert [each.name for each in kept] == ["metrics.jsonl", "metrics.jsonl.1", "metrics.jsonl.2"]
    numbers = [
        json.loads(line)["number"]
        for each in reversed(kept)
        for line in each.read_text().splitlines()
    ]
    assert numbers == list(range(20))[-len(numbers) :]
    assert all(each.stat().st_size <= 60 for each in kept)


def test_file_when_the_process_begins_anew_then_appended_to(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    for number in (1, 2):
        RotatedLines(path).write({"number": number})
    assert [json.loads(line)["number"] for line in path.read_text().splitlines()] == [1, 2]


def test_restarts_when_asked_then_of_each_kind_of_child() -> None:
    import mosaic_ai.infrastructure.child_decoder
    import mosaic_ai.infrastructure.child_video_source  # noqa: F401 - registers its counter

    assert set(restarts()) >= {"decoder", "source"}


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ([], "idle"),
        (["online", "online"], "ok"),
        (["online", "stalled", "error"], "degraded"),
        (["connecting"], "down"),
        (["stalled", "error", "connecting"], "down"),
    ],
)
def test_health_when_cameras_are_so_then_its_status(states: list[str], status: str) -> None:
    health = sampling_health([state(uuid4(), each) for each in states])
    assert health.status == status
    assert sum(health.cameras.values()) == len(states)


def test_health_when_cameras_were_looked_at_then_coverage_and_the_oldest_picture() -> None:
    health = sampling_health(STATES)
    assert (health.coverage, health.oldest_frame_age_s) == (0.6, 31.0)
    nothing = sampling_health([state(GATE, "connecting")])
    assert (nothing.coverage, nothing.oldest_frame_age_s) == (None, None)
