"""An examination's course: records, references, sudden changes, second looks. Records are the real ones."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np
import pytest

from mosaic_ai.application.examine_camera import CameraExaminer
from mosaic_ai.domain.camera_health.errors import CameraSilentError, ExaminationRunningError
from mosaic_ai.domain.camera_health.facts import (
    ClockFacts,
    PictureFacts,
    SceneFacts,
    StreamFacts,
)
from mosaic_ai.domain.camera_health.ports import Probe, Reference, View
from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.camera_health.sqlite_health import SqliteHealth
from mosaic_contracts.clock import ManualClock
from mosaic_contracts.events import CameraHealth, CloudEvent

CAMERA = uuid4()
START = datetime(2026, 11, 26, 3, tzinfo=UTC)
STREAM = StreamFacts(
    *("h264", "Main", 1280, 720, "4:2:0", 8, False, 25.0, 0.0, 1.0, 1.0, False, 2_000_000, 8.0)
)
PICTURE = PictureFacts("day", 0.4, 0.5, 0.45, 0.0, 0.0, 1.0, 0.7)
SAME = SceneFacts("day", START, 0.99, (0.0, 0.0), 0.0, 1.0, 0.0, 0.02)
TURNED = replace(SAME, shift=(0.1, 0.0))


class FakeProbe:
    def __init__(self) -> None:
        self.silent = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.probes = 0

    async def probe(self, camera_id: UUID) -> Probe:
        self.probes += 1
        await self.gate.wait()
        if self.silent:
            raise SourceError
        return Probe(STREAM, ClockFacts(0.2, 0.0), [np.zeros((36, 64, 3), np.uint8)])


class FakeMeasures:
    """Tells the scenes that are laid out, one after the other, then the last one again."""

    def __init__(self) -> None:
        self.scenes = [SAME]
        self.facts = PICTURE

    def picture(self, pictures: Sequence[Pixels]) -> PictureFacts:
        return self.facts

    def view(self, pictures: Sequence[Pixels]) -> View:
        return View("day", np.full((36, 64), 90, np.uint8))

    def compared(self, reference: Reference, view: View) -> SceneFacts:
        return self.scenes.pop(0) if len(self.scenes) > 1 else self.scenes[0]


class Bench:
    """The examiner with its surroundings; also its own outbox, plates and counts."""

    def __init__(self, path: Path) -> None:
        self.clock = ManualClock(START)
        self.probe, self.measures = FakeProbe(), FakeMeasures()
        self.records = SqliteHealth(path)
        self.events: list[CloudEvent] = []
        self.reasons: list[str] = []
        self.examiner = CameraExaminer(
            probe=self.probe,
            measures=self.measures,
            records=self.records,
            plates=self,
            outbox=self,
            counts=self,
            published=lambda: None,
            clock=self.clock,
            look_again_s={"asked": (0.0,), "scheduled": (0.0, 0.0)},
        )

    def facts(self, camera_id: UUID) -> None:
        return None

    def add(self, events: Sequence[CloudEvent]) -> None:
        self.events += events

    def examined(self, score: int) -> None: ...
    def failed(self) -> None: ...
    def changed(self, reason: str) -> None:
        self.reasons.append(reason)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "health.sqlite")
    yield made
    made.records.close()


async def test_examination_when_done_then_kept_over_a_restart(bench: Bench, tmp_path: Path) -> None:
    done = await bench.examiner.examine(CAMERA, "scheduled")
    bench.records.close()
    bench.records = SqliteHealth(tmp_path / "health.sqlite")
    assert bench.records.latest(CAMERA) == done
    assert bench.records.before(CAMERA, "day") == done
    assert bench.records.before(CAMERA, "night") is None
    assert bench.records.latest(uuid4()) is None


async def test_reference_when_two_good_views_agree_hours_apart_then_taken_by_itself(
    bench: Bench,
) -> None:
    await bench.examiner.examine(CAMERA, "scheduled")
    bench.clock.advance(60)
    await bench.examiner.examine(CAMERA, "asked")
    assert bench.records.reference(CAMERA, "day") is None
    bench.clock.advance(12 * 3600)
    done = await bench.examiner.examine(CAMERA, "scheduled")
    reference = bench.records.reference(CAMERA, "day")
    assert reference is not None
    assert not reference.chosen
    assert reference.taken_at == done.examined_at
    assert (await bench.examiner.examine(CAMERA, "asked")).facts.scene == SAME


async def test_reference_when_the_view_does_not_stay_then_not_taken(bench: Bench) -> None:
    bench.measures.scenes = [TURNED]
    for _ in range(3):
        await bench.examiner.examine(CAMERA, "scheduled")
        bench.clock.advance(12 * 3600)
    assert bench.records.reference(CAMERA, "day") is None


async def test_reference_when_the_picture_is_bad_then_not_taken(bench: Bench) -> None:
    bench.measures.facts = replace(PICTURE, blur_px=4.0)
    for _ in range(3):
        await bench.examiner.examine(CAMERA, "scheduled")
        bench.clock.advance(12 * 3600)
    assert bench.records.candidate(CAMERA, "day") is None


async def test_camera_when_it_was_turned_then_an_event_once(bench: Bench) -> None:
    await bench.examiner.take_reference(CAMERA)
    await bench.examiner.examine(CAMERA, "scheduled")
    bench.measures.scenes = [TURNED]
    for _ in range(2):
        bench.clock.advance(12 * 3600)
        await bench.examiner.examine(CAMERA, "scheduled")
    assert bench.reasons == ["view-turned"]
    (event,) = bench.events
    told = event.payload()
    assert isinstance(told, CameraHealth)
    assert (told.camera_id, told.previous_score, told.reasons) == (CAMERA, 100, ["view-turned"])
    assert told.findings[0].code == "view-turned"


async def test_view_when_it_is_as_before_at_the_second_look_then_nothing_is_found(
    bench: Bench,
) -> None:
    await bench.examiner.take_reference(CAMERA)
    before = bench.probe.probes
    bench.measures.scenes = [replace(SAME, obstructed=0.6), SAME]
    done = await bench.examiner.examine(CAMERA, "asked")
    assert done.findings == ()
    assert bench.probe.probes == before + 2


async def test_camera_when_it_is_silent_then_an_error_and_nothing_kept(bench: Bench) -> None:
    bench.probe.silent = True
    with pytest.raises(CameraSilentError):
        await bench.examiner.examine(CAMERA, "asked")
    assert bench.records.latest(CAMERA) is None
    bench.probe.silent = False
    assert (await bench.examiner.examine(CAMERA, "asked")).score == 100


async def test_camera_when_one_runs_then_a_second_is_refused(bench: Bench) -> None:
    bench.probe.gate.clear()
    first = asyncio.create_task(bench.examiner.examine(CAMERA, "asked"))
    while bench.probe.probes == 0:
        await asyncio.sleep(0)
    with pytest.raises(ExaminationRunningError):
        await bench.examiner.examine(CAMERA, "asked")
    bench.probe.gate.set()
    assert (await first).score == 100


async def test_history_when_old_then_forgotten(bench: Bench) -> None:
    first = await bench.examiner.examine(CAMERA, "scheduled")
    bench.clock.advance(timedelta(days=89).total_seconds())
    second = await bench.examiner.examine(CAMERA, "scheduled")
    assert bench.records.history(CAMERA, START) == [first, second]
    bench.clock.advance(timedelta(days=2).total_seconds())
    third = await bench.examiner.examine(CAMERA, "scheduled")
    assert bench.records.history(CAMERA, START) == [second, third]
