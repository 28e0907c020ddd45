"""Pictures that cannot go on from the last: the clock was set back, or the resolution changed."""

from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import cv2
import numpy as np
import pytest
from ai_scenes import street, with_van

from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.application.look_at_frame import FramePipeline, Stages
from mosaic_ai.application.predictions import Predictions
from mosaic_ai.application.record_reads import SightingRecorder
from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.interpretation import Interpreter
from mosaic_ai.domain.ports import OpenRead, VideoChunk
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.images import to_jpeg
from mosaic_contracts.clock import SystemClock
from mosaic_contracts.events import CloudEvent, PlateRead
from mosaic_contracts.internal_api import AiSettings

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)


class Pictures:
    """A source that gives these pictures and then ends."""

    state = "online"
    reason: str | None = None
    latest: VideoChunk | None = None
    small: Frame | None = None
    eager = False

    def __init__(self, pictures: Sequence[tuple[float, Pixels]]) -> None:
        self._pictures = pictures

    async def frames(self) -> AsyncIterator[Frame]:
        for at_s, pixels in self._pictures:
            yield Frame(UUID(int=1), START + timedelta(seconds=at_s), pixels)
        raise EOFError


class Kept:
    """Evidence, open reads and the outbox, in memory."""

    def __init__(self) -> None:
        self.told: list[PlateRead] = []

    def put(self, key: str, jpeg: bytes) -> None: ...
    def save(self, read: OpenRead) -> None: ...
    def forget(self, read_ids: Sequence[UUID]) -> None: ...
    def all(self) -> list[OpenRead]:
        return []

    def add(self, events: Sequence[CloudEvent]) -> None:
        payloads = [event.payload() for event in events]
        self.told += [payload for payload in payloads if isinstance(payload, PlateRead)]


class Nobody:
    def looked(self, **_measured: Any) -> None: ...
    def failed(self) -> None:
        raise AssertionError("a look failed")


async def reads_of(engines: Engines, pictures: Sequence[tuple[float, Pixels]]) -> list[PlateRead]:
    """What is told of them, up to the last word."""
    kept, camera = Kept(), uuid4()
    stages = Stages(CvMotionGate(), CvPatches(), None, engines.locator, engines.reader)
    recorder = SightingRecorder(
        camera,
        [],
        evidence=kept,
        open_reads=kept,
        outbox=kept,
        to_jpeg=to_jpeg,
        interpreter=Interpreter(()),
        engines=engines,
    )
    with ThreadPoolExecutor(1) as executor:
        follower = CameraFollower(
            camera,
            Pictures(pictures),
            FramePipeline(AiSettings(), stages),
            recorder,
            coverage=Coverage(),
            executor=executor,
            predictions=Predictions(),
            observations=Nobody(),
            recorded=lambda: None,
            clock=SystemClock(),
        )
        with pytest.raises(EOFError):
            await follower._look_at_all()
        await follower.close()
    return kept.told


def passing(plate: str, steps: int = 4) -> list[Pixels]:
    """A van that drives by."""
    return [with_van(street(), plate, 80 + 160 * step)[0] for step in range(steps)]


@pytest.mark.parametrize("back_s", [0.5, 3600.0])
async def test_passages_when_the_clock_steps_back_then_closed_and_later_ones_have_their_own_times(
    engines: Engines, back_s: float
) -> None:
    before = [(float(second), street()) for second in range(2)]
    before += [(2.0 + step, picture) for step, picture in enumerate(passing("KL57BXT"))]
    after_s = before[-1][0] - back_s
    after = [(after_s, street()), (after_s + 1, street())]
    after += [(after_s + 2 + step, picture) for step, picture in enumerate(passing("WX4821P"))]
    reads = await reads_of(engines, before + after)
    finals = {read.text: read for read in reads if read.final}
    assert set(finals) == {"KL57BXT", "WX4821P"}
    for read in reads:
        assert read.first_seen_at <= read.seen_at <= read.last_seen_at
    assert finals["KL57BXT"].last_seen_at <= START + timedelta(seconds=before[-1][0])
    assert finals["WX4821P"].first_seen_at >= START + timedelta(seconds=after_s)
    second = next(place for place, read in enumerate(reads) if read.text == "WX4821P")
    assert finals["KL57BXT"] in reads[:second]
    assert finals["WX4821P"].read_id != finals["KL57BXT"].read_id


async def test_passages_when_the_resolution_changes_then_closed_with_boxes_in_their_own_picture(
    engines: Engines,
) -> None:
    """The plate stands at the lower right: in the smaller picture's pixels its box would lie outside."""
    large = [street()] * 2 + [with_van(street(), "KL57BXT", 380 + 110 * s)[0] for s in range(4)]
    small = [cv2.resize(street(), (640, 360))] * 3
    times = [float(second) for second in range(9)]
    reads = await reads_of(engines, list(zip(times, [*large, *small], strict=True)))
    final = next(read for read in reads if read.final)
    assert (final.frame.width, final.frame.height) == (1280, 720)
    assert final.text == "KL57BXT"
    assert {(read.frame.width, read.frame.height) for read in reads} == {(1280, 720)}
    assert all(side > 0 for side in final.box[2:])


class EverySecondLook:
    """A detector that counts."""

    name, version = "d", "1"

    def __init__(self) -> None:
        self.looks = 0

    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        self.looks += 1
        return []


def test_pipeline_when_begun_anew_then_objects_are_looked_for_at_once(engines: Engines) -> None:
    detector = EverySecondLook()
    stages = Stages(CvMotionGate(), CvPatches(), detector, engines.locator, engines.reader)
    pipeline = FramePipeline(AiSettings(), stages, sparing=lambda: True)
    camera, empty = uuid4(), np.full((180, 320, 3), 90, np.uint8)

    def moved(step: int) -> Pixels:
        picture = empty.copy()
        picture[60:120, 40 * step : 40 * step + 50] = 200
        return picture

    for step in range(4):
        pipeline.look(Frame(camera, START + timedelta(seconds=step), moved(step)))
    before = detector.looks
    assert before
    pipeline.begin_anew()
    for step in range(4):
        at = START + timedelta(seconds=step - 3600)
        pipeline.look(Frame(camera, at, moved(step)))
    assert detector.looks > before
