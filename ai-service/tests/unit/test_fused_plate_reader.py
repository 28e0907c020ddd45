"""Whom the reader asks, how often, and what becomes of several answers."""

from collections.abc import Sequence

import numpy as np
import pytest

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.fused_plate_reader import FIRST_CROPS, LOOKS, FusedPlateReader
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.readings import EMPTY, Reading, reading_of

PICTURE: Pixels = np.zeros((200, 400, 3), np.uint8)
STRAIGHT: Pixels = np.ones((40, 120, 3), np.uint8)
PLATE = Box(100, 80, 120, 40)
CORNERS = Corners((100, 80), (220, 90), (220, 120), (100, 110))


class Told:
    """Gives these readings in turn, the last one again and again; remembers the boxes."""

    def __init__(self, name: str, readings: Sequence[Reading]) -> None:
        self.name, self.version = name, "1"
        self._readings = list(readings)
        self.boxes: list[Box] = []
        self.pictures: list[Pixels] = []

    def read_crop(self, pixels: Pixels, box: Box) -> Reading:
        self.boxes.append(box)
        self.pictures.append(pixels)
        return self._readings.pop(0) if len(self._readings) > 1 else self._readings[0]


class Straight:
    """Gives a picture of its own."""

    def straightened(self, pixels: Pixels, corners: Corners) -> tuple[Pixels, Box]:
        return STRAIGHT, Box(10, 5, 100, 30)


def _asked(
    first: Sequence[Reading],
    second: Sequence[Reading],
    *,
    box: Box = PLATE,
    expected: Reading = EMPTY,
) -> tuple[Reading, int, int]:
    one, other = Told("one", first), Told("other", second)
    reading = FusedPlateReader(one, other, Straight()).read(PICTURE, box, expected=expected)
    return reading, len(one.boxes), len(other.boxes)


def test_read_when_the_first_is_certain_then_nobody_else_is_asked() -> None:
    reading, first, second = _asked([reading_of("AB123", 0.99)], [reading_of("XY987", 0.99)])
    assert (reading.text, first, second) == ("AB123", 1, 0)


def test_read_when_both_agree_then_no_more_crops() -> None:
    reading, first, second = _asked([reading_of("AB123", 0.95)], [reading_of("AB123", 0.95)])
    assert (reading.text, first, second) == ("AB123", 1, 1)


def test_read_when_they_disagree_then_all_crops_are_read_and_the_majority_wins() -> None:
    first = [reading_of("AB1Z3", 0.8), reading_of("AB123", 0.8), reading_of("AB123", 0.8)]
    second = [reading_of("A8123", 0.7), reading_of("AB723", 0.7), reading_of("AB12J", 0.7)]
    reading, asked_first, asked_second = _asked(first, second)
    assert reading.text == "AB123"
    assert (asked_first, asked_second) == (LOOKS, LOOKS)


def test_read_when_corners_are_known_then_each_crop_is_read_straightened_and_as_seen() -> None:
    one, other = Told("one", [reading_of("AB123", 0.8)]), Told("other", [reading_of("AB128", 0.8)])
    FusedPlateReader(one, other, Straight()).read(PICTURE, PLATE, corners=CORNERS)
    for asked in (one, other):
        assert [picture is STRAIGHT for picture in asked.pictures] == [True, False] * (LOOKS // 2)
    assert one.boxes[0] == Box(10, 5, 100, 30)
    assert one.boxes[1] == FIRST_CROPS[0].of(PLATE)


@pytest.mark.parametrize("nothing", [EMPTY, reading_of("I", 0.9), reading_of("AB123", 0.3)])
def test_read_when_neither_sees_a_text_then_no_further_crops(nothing: Reading) -> None:
    reading, first, second = _asked([EMPTY], [nothing])
    assert (first, second) == (1, 1)
    assert reading.text == nothing.text


def test_read_when_expected_then_one_look_is_enough() -> None:
    seen = reading_of("AB123", 0.96)
    reading, first, second = _asked(
        [seen], [reading_of("XY987", 0.9)], expected=reading_of("AB123")
    )
    assert (reading.text, first, second) == ("AB123", 1, 0)


def test_read_when_small_then_each_looks_once() -> None:
    _, first, second = _asked(
        [reading_of("AB123", 0.6)], [reading_of("XY987", 0.6)], box=Box(10, 10, 20, 8)
    )
    assert (first, second) == (1, 1)


def test_candidates_when_they_disagree_then_both_characters_are_kept() -> None:
    first = [reading_of("AB123", 0.8)]
    second = [reading_of("A8123", 0.8)]
    reading, _, _ = _asked(first, second)
    assert {"B", "8"} <= set(reading.slots[1])
    assert sum(reading.slots[1].values()) <= 1


def test_name_when_engines_are_told_then_both_are_named() -> None:
    reader = FusedPlateReader(Told("one", [EMPTY]), Told("other", [EMPTY]), Straight())
    assert (reader.name, reader.version) == ("one+other", "1+1")
