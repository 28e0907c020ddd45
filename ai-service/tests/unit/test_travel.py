"""Which way a plate went: the rule, passages that tell it, and the demo clips' truth."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import PlateTracker
from mosaic_ai.domain.readings import reading_of
from mosaic_ai.domain.sightings import PlateSighting
from mosaic_ai.domain.travel import direction_of
from mosaic_contracts.events.types import TravelDirection

START = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
WIDTH = 1280
DEMO = Path("~/.cache/mosaic/demo").expanduser()
WAY = {"front": TravelDirection.TOWARDS, "rear": TravelDirection.AWAY}
NUMBERS = st.floats(1, 1000)
BOXES = st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)


@pytest.mark.parametrize(
    ("first", "last", "way"),
    [
        (Box(600, 300, 60, 15), Box(500, 500, 120, 30), "towards"),
        (Box(500, 500, 120, 30), Box(600, 300, 60, 15), "away"),
        (Box(100, 400, 120, 30), Box(900, 405, 125, 30), "right"),
        (Box(900, 400, 120, 30), Box(100, 395, 118, 30), "left"),
        (Box(100, 400, 100, 25), Box(1000, 420, 125, 30), "right"),
        (Box(500, 500, 120, 30), Box(505, 502, 128, 31), None),
        (Box(500, 500, 120, 30), Box(610, 500, 120, 30), None),
        (Box(500, 500, 120, 30), Box(500, 700, 120, 30), None),
    ],
)
def test_direction_then_the_greater_of_nearer_and_aside(
    first: Box, last: Box, way: str | None
) -> None:
    assert direction_of(first, last, WIDTH) == way


@given(BOXES, BOXES)
def test_direction_when_seen_in_a_mirror_then_left_is_right_and_backwards_the_opposite(
    first: Box, last: Box
) -> None:
    opposite = {None: None, "towards": "away", "away": "towards", "left": "right", "right": "left"}
    aside = {**opposite, "towards": "towards", "away": "away"}
    way = direction_of(first, last, WIDTH)
    mirrored = [box._replace(x=WIDTH - box.right) for box in (first, last)]
    assert direction_of(last, first, WIDTH) == opposite[way]
    assert direction_of(*mirrored, WIDTH) == aside[way]


def seen(*boxes: Box) -> Passage:
    tracker = PlateTracker()
    for second, box in enumerate(boxes):
        edge = box.x < 3 or box.right > WIDTH - 3
        reading = reading_of("AB123CD", 0.98)
        sighting = PlateSighting(box, 0.9, reading, box.grown(1.5, 4), edge, None)
        tracker.update([sighting], START.replace(second=second))
    [passage] = tracker.open
    return passage


def test_passage_when_cut_at_the_edge_or_seen_once_then_that_tells_nothing() -> None:
    whole, cut = Box(200, 400, 120, 28), Box(0, 410, 60, 28)
    assert seen(whole).direction(WIDTH) is None
    assert seen(whole, cut).direction(WIDTH) is None
    assert seen(Box(420, 380, 90, 21), whole, cut).direction(WIDTH) == "towards"


def test_passage_when_told_before_a_restart_then_so_until_it_is_seen_to_move() -> None:
    passage = seen(Box(200, 400, 120, 28))
    passage.told_direction = TravelDirection.AWAY
    assert passage.direction(WIDTH) == "away"


@pytest.mark.skipif(not list(DEMO.glob("*-0?.json")), reason="no demo clips were made here")
def test_demo_clips_then_what_shows_its_front_came_and_what_shows_its_rear_went() -> None:
    """Once a second, where the truth says that the plate can be read."""
    told = []
    for path in DEMO.glob("*-0?.json"):
        truth = json.loads(path.read_text())
        for passage in truth["passages"]:
            first, last = passage["first_readable_frame"], passage["last_readable_frame"]
            boxes = [Box(*box) for frame, *box in passage["boxes"] if first <= frame <= last]
            if boxes:
                way = direction_of(boxes[0], boxes[-1], truth["width"])
                told.append((path.stem, passage["plate"], way, WAY[passage["view"]]))
    assert len(told) > 10
    assert [each for each in told if each[2] not in {each[3], None}] == []
    assert sum(each[2] is not None for each in told) >= len(told) * 0.8
