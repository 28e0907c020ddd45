"""The pipeline of one camera on drawn pictures, with the real gate, locator and reader."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import cv2
import pytest
from ai_scenes import street, with_letters, with_van

from mosaic_ai.application.look_at_frame import FramePipeline, Look, Stages
from mosaic_ai.domain.engines import Engines
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.readings import Reading
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.infrastructure.cv_motion_gate import CvMotionGate
from mosaic_ai.infrastructure.cv_patches import CvPatches
from mosaic_ai.infrastructure.cv_vehicle_colours import CvVehicleColours
from mosaic_contracts.internal_api import AiSettings

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
CAMERA = uuid4()


@pytest.fixture
def pipeline(engines: Engines) -> FramePipeline:
    return FramePipeline(
        AiSettings(),
        Stages(CvMotionGate(), CvPatches(), None, engines.locator, engines.reader),
    )


def seen(pipeline: FramePipeline, pixels: Pixels, at_s: float) -> Look:
    return pipeline.look(Frame(CAMERA, START + timedelta(seconds=at_s), pixels))


def with_sign(picture: Pixels, text: str) -> Pixels:
    """A board on the wall."""
    result = picture.copy()
    cv2.rectangle(result, (595, 295), (785, 347), (25, 25, 25), -1)
    cv2.rectangle(result, (600, 300), (780, 342), (240, 240, 240), -1)
    with_letters(result, text, 690, 306)
    return result


def with_truck(picture: Pixels, x: int) -> Pixels:
    """A flat truck with a cab at its end and a container in its middle; only the container hides the board."""
    result = picture.copy()
    cv2.rectangle(result, (x, 430), (x + 1100, 520), (60, 50, 120), -1)
    cv2.rectangle(result, (x + 350, 230), (x + 750, 430), (60, 90, 60), -1)
    for rib in range(x + 350, x + 750, 25):
        cv2.line(result, (rib, 230), (rib, 430), (40, 60, 40), 6)
    cv2.rectangle(result, (x + 1000, 260), (x + 1100, 430), (60, 50, 120), -1)
    cv2.rectangle(result, (x, 260), (x + 60, 430), (60, 50, 120), -1)
    return result


def told(passages: list[Passage]) -> list[str]:
    return [each.voted.text for each in passages if each.trustworthy() or each.worth_a_last_word()]


def test_sign_when_hidden_for_long_and_shown_again_then_it_is_no_passage(
    pipeline: FramePipeline,
) -> None:
    wall = with_sign(street(), "HG47 218")
    readings = 0
    ended: list[Passage] = []
    places = [-200, -170] + [250 - 5 * step for step in range(8)] + [500, 520]
    trucks = [with_truck(wall, x) for x in places]
    for second, picture in enumerate([wall] * 3 + trucks + [wall] * 6):
        look = seen(pipeline, picture, second)
        readings += len(look.plates)
        ended += look.step.ended
        assert told(look.step.current) == []
    assert readings >= 2
    assert told([*ended, *pipeline.end()]) == []


def test_pipeline_when_a_plate_cannot_be_told_yet_then_it_wants_pictures_in_between(
    pipeline: FramePipeline,
) -> None:
    empty = street()
    for second in range(3):
        seen(pipeline, empty, second)
        assert not pipeline.eager
    passing, _ = with_van(empty, "KL57BXT", 100)
    look = seen(pipeline, passing, 3)
    assert look.step.current
    assert pipeline.eager
    further, _ = with_van(empty, "KL57BXT", 180)
    between = seen(pipeline, further, 3.4)
    assert between.between
    assert between.moving == []
    assert [passage.votes for passage in between.step.current] == [2]
    between.step.current[0].revision = 1
    assert not pipeline.eager
    assert not seen(pipeline, further, 4).between


class ToldGate:
    """What moves is the test's to say."""

    def __init__(self) -> None:
        self.moving: list[Box] = []

    def look(self, pixels: Pixels, size: tuple[int, int] | None = None) -> list[Box]:
        return self.moving


class CountingDetector:
    name, version = "counting", "1"

    def __init__(self) -> None:
        self.runs = 0

    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        self.runs += 1
        return [Detection("car", 0.9, region) for region in regions]


@pytest.mark.parametrize(
    ("sparing", "expected"),
    [(True, [1, 1, 1, 2, 3, 3, 4, 4, 5]), (False, [1, 2, 3, 4, 5, 6, 7, 7, 8])],
)
def test_detector_when_time_is_short_then_at_a_slower_pace_unless_more_things_move(
    engines: Engines, *, sparing: bool, expected: list[int]
) -> None:
    gate, detector = ToldGate(), CountingDetector()
    pipeline = FramePipeline(
        AiSettings(read_plates=False),
        Stages(gate, CvPatches(), detector, engines.locator, engines.reader),
        sparing=lambda: sparing,
    )
    left, right = Box(10, 10, 40, 40), Box(500, 10, 40, 40)
    runs: list[int] = []
    for second, moving in enumerate(
        [[left], [left], [left], [left], [left, right], [right], [left, right], [], [left]]
    ):
        gate.moving = moving
        seen(pipeline, street(), second)
        runs.append(detector.runs)
    assert runs == expected


class VanDetector:
    """Knows where the van is."""

    name, version = "van", "1"

    def __init__(self) -> None:
        self.box = Box(0, 0, 1, 1)

    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        return [Detection("truck", 0.9, self.box)]


def test_passage_when_a_van_drives_by_then_its_colour_is_known(engines: Engines) -> None:
    detector = VanDetector()
    pipeline = FramePipeline(
        AiSettings(),
        Stages(
            CvMotionGate(),
            CvPatches(),
            detector,
            engines.locator,
            engines.reader,
            colours=CvVehicleColours(),
        ),
    )
    for second in range(3):
        seen(pipeline, street(), second)
    for second, x in enumerate((100, 250, 400), start=3):
        detector.box = Box(x, 250, 420, 345)
        look = seen(pipeline, with_van(street(), "KL57BXT", x)[0], second)
    (passage,) = look.step.current
    assert passage.voted.text == "KL57BXT"
    assert passage.colours.colour == "blue"


class WatchedReader:
    """The real reader; keeps which pictures were read."""

    def __init__(self, engines: Engines) -> None:
        self._reader = engines.reader
        self.name, self.version = engines.reader.name, engines.reader.version
        self.pictures: list[Pixels] = []

    def read(self, pixels: Pixels, box: Box, **more: Any) -> Reading:
        self.pictures.append(pixels)
        return self._reader.read(pixels, box, **more)


def pictures_read(engines: Engines, pictures: Sequence[Pixels]) -> list[int]:
    """How often each of the pictures was read, while they came one a second."""
    reader = WatchedReader(engines)
    pipeline = FramePipeline(
        AiSettings(), Stages(CvMotionGate(), CvPatches(), None, engines.locator, reader)
    )
    for second, picture in enumerate(pictures):
        seen(pipeline, picture, second)
    return [sum(each is picture for each in reader.pictures) for picture in pictures]


def test_picture_before_when_the_place_was_empty_then_it_is_not_read(engines: Engines) -> None:
    passing, _ = with_van(street(), "KL57BXT", 100)
    *before, now = pictures_read(engines, [street(), street(), street(), passing])
    assert now >= 1
    assert before == [0, 0, 0]
