"""Tells what moved since the last picture, on a small luma picture, for about two milliseconds."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, merged
from mosaic_ai.domain.zones import ZoneLike

WIDTH = 320
MIN_THRESHOLD = 10.0
NOISE_FACTOR = 4.0
MAX_NOISE = 6.0
"""Grey levels of the small picture; a night camera's reaches 5. What differs more everywhere is another scene."""
LEARNING_RATE = 0.08
"""Of the background, a picture; where something stands it is learned four times slower."""
FOREGROUND_RATE = 0.02
MIN_CHANGED = 12
"""Small pixels that must have changed in a thing that moves. At 1280 px width a square of 14 px."""
PADDING_SHARE = 0.02
SCENE_CHANGE = 0.7
LOWER_QUARTILE = 0.3186
"""Of the absolute value of a normal variable, in standard deviations."""
ACTIVITY_RATE = 0.05
RESTLESS = 0.3
RESTLESS_AREA = 0.02
"""Share of the picture: what is smaller and changes in every third picture is a clock, a leaf, a lamp."""

_Luma = NDArray[np.float32]
_Marks = NDArray[np.uint8]


class CvMotionGate:
    """Background and last picture of one camera. Not thread-safe.

    What moves differs from the picture before and from the background; its extent is that of the difference from
    the background, since a body of one colour changes at its edges only.
    """

    def __init__(self, zones: Sequence[ZoneLike] = ()) -> None:
        self._zones = list(zones)
        self._mask: _Marks | None = None
        self._background: _Luma | None = None
        self._previous: _Luma | None = None
        self._activity: _Luma | None = None
        self._kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))

    def look(self, pixels: Pixels, size: tuple[int, int] | None = None) -> list[Box]:
        width, height = size or (int(pixels.shape[1]), int(pixels.shape[0]))
        scale = WIDTH / width
        small = cv2.resize(
            pixels, (WIDTH, max(1, round(height * scale))), interpolation=cv2.INTER_AREA
        )
        luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
        if (
            self._background is None
            or self._previous is None
            or self._activity is None
            or self._previous.shape != luma.shape
        ):
            self._background, self._previous = luma.copy(), luma
            self._activity = np.zeros_like(luma)
            self._mask = self._zone_mask(luma.shape[1], luma.shape[0])
            return []
        away = self._differs(luma, self._background)
        changed = self._differs(luma, self._previous)
        self._previous = luma
        if float(changed.mean()) > SCENE_CHANGE:
            self._background = luma.copy()
            return [Box(0, 0, width, height)]
        self._activity += ACTIVITY_RATE * (changed - self._activity)
        rate = np.where(away, FOREGROUND_RATE, LEARNING_RATE).astype(np.float32)
        self._background += rate * (luma - self._background)
        return self._movers(away, changed, self._activity, (width, height))

    def _differs(self, luma: _Luma, other: _Luma) -> NDArray[np.bool_]:
        """Where two pictures differ by more than noise, a change of light aside.

        Light: the commonest difference; noise: from the lower quartile. Both hold while vehicles fill half of it.
        """
        difference = luma - other
        counts = np.bincount((difference.ravel() + 255.5).astype(np.int32), minlength=512)
        light = int(np.convolve(counts, np.ones(5), "same").argmax()) - 255
        distances = np.abs(difference - light)
        noise = float(np.partition(distances.ravel(), distances.size // 4)[distances.size // 4])
        noise = min(noise / LOWER_QUARTILE, MAX_NOISE)
        result: NDArray[np.bool_] = distances > max(MIN_THRESHOLD, NOISE_FACTOR * noise)
        if self._mask is not None:
            result &= self._mask.astype(bool)
        return result

    def _movers(
        self,
        away: NDArray[np.bool_],
        changed: NDArray[np.bool_],
        activity: _Luma,
        size: tuple[int, int],
    ) -> list[Box]:
        width, height = size
        factor = width / WIDTH
        moving = cv2.medianBlur((away & changed).astype(np.uint8), 3)
        if cv2.countNonZero(moving) < MIN_CHANGED:
            return []
        bodies = cv2.dilate(cv2.medianBlur(away.astype(np.uint8), 3), self._kernel)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(bodies, connectivity=8)
        changes = np.bincount(labels.ravel(), weights=moving.ravel(), minlength=count)
        restless = np.bincount(labels.ravel(), weights=(moving * activity).ravel(), minlength=count)
        padding = PADDING_SHARE * width
        boxes = []
        for label in range(1, count):
            if changes[label] < MIN_CHANGED:
                continue
            box = Box(*(float(value) * factor for value in stats[label, :4]))
            small = box.area < RESTLESS_AREA * width * height
            if small and restless[label] / changes[label] > RESTLESS:
                continue
            boxes.append(box.padded(padding).clipped(width, height))
        return merged(boxes)

    def _zone_mask(self, width: int, height: int) -> _Marks | None:
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
