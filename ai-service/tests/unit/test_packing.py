"""Rectangles on a canvas, and a detector that looks at several pictures at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, iou
from mosaic_ai.domain.packing import packed
from mosaic_ai.domain.sightings import Detection
from mosaic_ai.infrastructure.packed_detector import PackedDetector

SIDE, GAP = 640, 12
sides = st.integers(1, 640)


@given(st.lists(st.tuples(sides, sides), min_size=1, max_size=30))
def test_packed_when_places_are_given_then_all_lie_apart_on_the_canvas(
    sizes: list[tuple[int, int]],
) -> None:
    places = packed(sizes, SIDE, GAP)
    if places is None:
        return
    boxes = [Box(*place, *size) for place, size in zip(places, sizes, strict=True)]
    for number, box in enumerate(boxes):
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= SIDE
        assert box.bottom <= SIDE
        for other in boxes[number + 1 :]:
            apart = Box(box.x - GAP, box.y - GAP, box.width + 2 * GAP, box.height + 2 * GAP)
            assert iou(apart, other) == 0


@given(st.tuples(sides, sides))
def test_packed_when_there_is_one_then_it_fits(size: tuple[int, int]) -> None:
    assert packed([size], SIDE, GAP) == [(0, 0)]


def test_packed_when_too_many_then_none() -> None:
    assert packed([(640, 360), (640, 360)], SIDE, GAP) is None
    assert packed([(641, 10)], SIDE, GAP) is None


class BrightSpots:
    """Finds what is white: as a detector would, but for certain."""

    name, version = "bright", "1"

    def __init__(self) -> None:
        self.canvases = 0
        self.entered, self.gate = threading.Event(), threading.Event()

    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        self.entered.set()
        self.gate.wait(30)
        self.canvases += 1
        bright = (pixels.min(axis=2) > 200).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(bright)
        return [Detection("car", 0.9, Box(*map(float, row[:4]))) for row in stats[1:]]


def picture(spot: Box) -> Pixels:
    pixels = np.full((1080, 1920, 3), 60, np.uint8)
    x, y, width, height = (round(value) for value in spot)
    pixels[y : y + height, x : x + width] = 255
    return pixels


def test_detector_when_several_cameras_ask_then_they_share_canvases_and_get_their_own() -> None:
    engine = BrightSpots()
    detector = PackedDetector(engine)
    spots = [Box(100 + 150 * n, 60 + 90 * n, 90, 60) for n in range(10)]
    with ThreadPoolExecutor(10) as threads:
        asked = [
            threads.submit(detector.detect_in, picture(spot), [spot.grown(1.0, 1.0)])
            for spot in spots
        ]
        engine.gate.set()
        for spot, answer in zip(spots, asked, strict=True):
            [found] = answer.result(60)
            assert iou(found.box, spot) > 0.8
    assert engine.canvases < 6
    detector.close()


def test_detector_when_the_next_region_does_not_fit_then_a_smaller_one_that_waits_does() -> None:
    engine = BrightSpots()
    detector = PackedDetector(engine)
    portrait = np.full((1920, 1080, 3), 60, np.uint8)
    high, low = Box(0, 0, 1080, 1200), Box(0, 0, 1080, 600)  # 360 px wide on a canvas
    with ThreadPoolExecutor(2) as threads:
        before = threads.submit(detector.detect_in, portrait, [low])
        assert engine.entered.wait(30)
        asked = threads.submit(detector.detect_in, portrait, [high, high, low, low])
        while detector._waiting.qsize() < 4:
            threading.Event().wait(0.01)
        engine.gate.set()
        assert (before.result(60), asked.result(60)) == ([], [])
    assert engine.canvases == 1 + 2
    detector.close()


def test_detector_when_whole_pictures_are_asked_for_then_each_at_its_full_scale() -> None:
    engine = BrightSpots()
    engine.gate.set()
    detector = PackedDetector(engine)
    whole = Box(0, 0, 1920, 1080)
    with ThreadPoolExecutor(3) as threads:
        asked = [
            threads.submit(detector.detect_in, picture(Box(30, 30 + 300 * n, 60, 60)), [whole])
            for n in range(3)
        ]
        for number, answer in enumerate(asked):
            [found] = answer.result(60)
            assert abs(found.box.y - (30 + 300 * number)) < 6
    assert engine.canvases == 3
    detector.close()


def test_detector_when_the_engine_fails_then_whoever_asked_is_told_and_the_next_one_served() -> (
    None
):
    class Failing(BrightSpots):
        def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
            self.canvases += 1
            if self.canvases == 1:
                raise ValueError("no")
            return []

    detector = PackedDetector(Failing())
    with pytest.raises(ValueError, match="no"):
        detector.detect_in(picture(Box(0, 0, 9, 9)), [Box(0, 0, 100, 100)])
    assert detector.detect_in(picture(Box(0, 0, 9, 9)), [Box(0, 0, 100, 100)]) == []
    assert detector.detect_in(picture(Box(0, 0, 9, 9)), []) == []
    detector.close()
