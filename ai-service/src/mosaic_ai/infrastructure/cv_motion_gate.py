"""Tells what moved since the last picture, on a small luma picture, for about a millisecond."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, merged
from mosaic_ai.domain.ports import Movement
from mosaic_ai.domain.zones import ZoneLike

WIDTH = 320
MIN_THRESHOLD = 10.0
NOISE_FACTOR = 4.0
LEARNING_RATE = 0.08
"""Of the background, a picture. What stands still is learned in about half a minute at one picture a second."""
FOREGROUND_RATE = 0.02
MIN_AREA = 24
"""In small pixels: what is smaller is noise. At 1280 px width a square of 20 px."""
PADDING_SHARE = 0.02
SCENE_CHANGE = 0.7

_Luma = NDArray[np.float32]


class CvMotionGate:
    """Background and last picture of one camera. Not thread-safe."""

    def __init__(self, zones: Sequence[ZoneLike] = ()) -> None:
        self._zones = list(zones)
        self._mask: NDArray[np.uint8] | None = None
        self._background: _Luma | None = None
        self._previous: _Luma | None = None
        self._kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))

    def look(self, pixels: Pixels) -> Movement:
        height, width = pixels.shape[:2]
        scale = WIDTH / width
        small = cv2.resize(
            pixels, (WIDTH, max(1, round(height * scale))), interpolation=cv2.INTER_AREA
        )
        luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
        if self._background is None or self._previous is None or self._previous.shape != luma.shape:
            self._background, self._previous = luma.copy(), luma
            self._mask = self._zone_mask(luma.shape[1], luma.shape[0])
            return Movement([], [])
        away = self._differs(luma, self._background)
        changed = self._differs(luma, self._previous)
        if float(changed.mean()) > SCENE_CHANGE:
            self._background, self._previous = luma.copy(), luma
            return Movement([Box(0, 0, width, height)], [])
        moving = self._blobs((away & changed).astype(np.uint8), 1 / scale, width, height)
        rest = away.copy()
        for box in moving:
            left, top, right, bottom = (round(value * scale) for value in _corners(box))
            rest[max(0, top) : bottom, max(0, left) : right] = False
        standing = self._blobs(rest.astype(np.uint8), 1 / scale, width, height)
        rate = np.where(away, FOREGROUND_RATE, LEARNING_RATE).astype(np.float32)
        self._background += rate * (luma - self._background)
        self._previous = luma
        return Movement(merged(moving), standing)

    def _differs(self, luma: _Luma, other: _Luma) -> NDArray[np.bool_]:
        difference = luma - other
        difference -= np.median(difference)
        distances = np.abs(difference)
        noise = float(np.median(distances)) * 1.4826
        result: NDArray[np.bool_] = distances > max(MIN_THRESHOLD, NOISE_FACTOR * noise)
        if self._mask is not None:
            result &= self._mask.astype(bool)
        return result

    def _blobs(self, marks: NDArray[np.uint8], factor: float, width: int, height: int) -> list[Box]:
        closed = cv2.dilate(cv2.medianBlur(marks * 255, 3), self._kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
        padding = PADDING_SHARE * width
        return [
            Box(*(float(value) * factor for value in stats[label, :4]))
            .padded(padding)
            .clipped(width, height)
            for label in range(1, count)
            if stats[label, cv2.CC_STAT_AREA] >= MIN_AREA + 40
        ]

    def _zone_mask(self, width: int, height: int) -> NDArray[np.uint8] | None:
        if not any(zone.kind in ("include", "exclude") for zone in self._zones):
            return None
        wanted = any(zone.kind == "include" for zone in self._zones)
        mask = np.full((height, width), 0 if wanted else 1, np.uint8)
        for kind, value in (("include", 1), ("exclude", 0)):
            for zone in self._zones:
                if zone.kind == kind:
                    corners = np.array(zone.polygon) * (width, height)
                    cv2.fillPoly(mask, [corners.astype(np.int32)], value)
        return mask


def _corners(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.right, box.bottom
