"""Lets one detector look at moving regions of several cameras at once, laid side by side on one canvas.

A run of YOLOv8n takes the same time whatever is on its canvas, and batching gains nothing on a CPU. A region is
never shown smaller than it would be in its whole picture on a canvas of its own, and larger where there is room.
"""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

import cv2
import numpy as np
from prometheus_client import Histogram

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, contained
from mosaic_ai.domain.packing import Place, packed
from mosaic_ai.domain.ports import Detector
from mosaic_ai.domain.sightings import Detection
from mosaic_contracts.errors import UnavailableError

SIDE_PX = 640
GREY = 114
GAP_PX = 12
MIN_SIDE_PX = 8
DETAILS = (3.0, 2.2, 1.6, 1.25, 1.0)
"""How much larger than in its whole picture a region is shown, the first that fits."""
ENLARGED_TO_PX = 256
"""No region is enlarged beyond that: near vehicles that fill the canvas are found less often than smaller ones."""
GATHER_S = (0.03, 0.3)
"""How long a canvas waits for regions of other cameras, at least and at most: as long as the last one took."""
MAX_REGIONS = 24
ANSWER_WITHIN_S = 60.0
MOSTLY = 0.6

_regions = Histogram(
    "mosaic_ai_canvas_regions", "Regions on one canvas", buckets=(1, 2, 3, 4, 6, 8, 12, 16, 24)
)


class _Region(NamedTuple):
    """A part of a picture; base: the scale that it would have with its whole picture on one canvas."""

    pixels: Pixels
    x: int
    y: int
    base: float
    found: "Future[list[Detection]]"

    def size(self, detail: float) -> tuple[int, int]:
        height, width = self.pixels.shape[:2]
        enlarged = min(detail * self.base, ENLARGED_TO_PX / max(width, height))
        scale = min(max(enlarged, self.base), 1.0, SIDE_PX / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))


class PackedDetector:
    """Thread-safe. `detect_in` waits for the canvas on which its regions are."""

    def __init__(self, detector: Detector, *, canvases: int = 1) -> None:
        """canvases: how many the detector can look at at the same time."""
        self._detector = detector
        self._waiting: queue.Queue[_Region | None] = queue.Queue()
        self._turn = threading.Lock()
        self._left: list[_Region] = []
        self._gather_s = GATHER_S[0]
        self._threads = [
            threading.Thread(target=self._work, name="canvas", daemon=True) for _ in range(canvases)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def name(self) -> str:
        return self._detector.name

    @property
    def version(self) -> str:
        return self._detector.version

    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        """Objects in those regions, which should not overlap. Raises what the detector raises."""
        height, width = pixels.shape[:2]
        asked = []
        for region in regions:
            x, y, wide, high = (round(value) for value in region.clipped(width, height))
            if wide >= MIN_SIDE_PX and high >= MIN_SIDE_PX:
                crop = pixels[y : y + high, x : x + wide]
                asked.append(_Region(crop, x, y, SIDE_PX / max(width, height), Future()))
        for each in asked:
            self._waiting.put(each)
        try:
            return [found for each in asked for found in each.found.result(timeout=ANSWER_WITHIN_S)]
        except TimeoutError as error:
            raise UnavailableError("the detector does not answer") from error

    def close(self) -> None:
        """What waits fails."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(ANSWER_WITHIN_S)

    def _work(self) -> None:
        while True:
            with self._turn:
                regions = self._gathered()
            if regions is None:
                return
            try:
                self._look(regions)
            except Exception as error:  # noqa: BLE001 - goes to those who wait
                for each in regions:
                    if not each.found.done():
                        each.found.set_exception(error)

    def _gathered(self) -> list[_Region] | None:
        """As many as fit on one canvas, the one that waited longest first; None when there will be no more."""
        waiting, self._left = self._left, []
        if not waiting:
            first = self._waiting.get()
            if first is None:
                return None
            waiting = [first]
        regions: list[_Region] = []
        until = time.monotonic() + self._gather_s
        while len(regions) < MAX_REGIONS:
            following = waiting.pop(0) if waiting else self._next(until)
            if following is None:
                break
            if _places([*regions, following], 1.0) is not None:
                regions.append(following)
            else:
                self._left.append(following)
                until = 0.0  # it is full enough: whoever waits already may fill the gaps
        self._left += waiting
        return regions

    def _next(self, until: float) -> _Region | None:
        """None where none comes by then, and when there will be no more."""
        try:
            following = self._waiting.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            return None
        if following is None:
            self._waiting.put(None)
        return following

    def _look(self, regions: Sequence[_Region]) -> None:
        detail, places = next(
            (detail, places)
            for detail in DETAILS
            if (places := _places(regions, detail)) is not None
        )
        canvas = np.full((SIDE_PX, SIDE_PX, 3), GREY, np.uint8)
        areas = []
        for region, (x, y) in zip(regions, places, strict=True):
            width, height = region.size(detail)
            canvas[y : y + height, x : x + width] = cv2.resize(
                region.pixels, (width, height), interpolation=cv2.INTER_AREA
            )
            areas.append(Box(x, y, width, height))
        began = time.monotonic()
        found = self._detector.detect(canvas, Box(0, 0, SIDE_PX, SIDE_PX))
        self._gather_s = min(max(time.monotonic() - began, GATHER_S[0]), GATHER_S[1])
        _regions.observe(len(regions))
        for region, area in zip(regions, areas, strict=True):
            scale = region.pixels.shape[1] / area.width
            region.found.set_result(
                [
                    Detection(each.label, each.confidence, _back(each.box, area, scale, region))
                    for each in found
                    if contained(each.box, area) > MOSTLY
                ]
            )


def _places(regions: Sequence[_Region], detail: float) -> list[Place] | None:
    return packed([region.size(detail) for region in regions], SIDE_PX, GAP_PX)


def _back(box: Box, area: Box, scale: float, region: _Region) -> Box:
    """From the canvas into the region's whole picture."""
    inside = box.moved(-area.x, -area.y).clipped(round(area.width), round(area.height))
    return inside.scaled(scale).moved(region.x, region.y)
