"""Whether a part of the picture still looks as it did: a small grey copy and its correlation."""

import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.ports import Patch

SIZE = (48, 16)
ALIKE = 0.85
UNLIKE = 0.3
"""Of a plate that came into the demo clips with what was there before, three in four are below it."""


class CvPatches:
    """Patches by OpenCV; a patch is 768 bytes."""

    def take(self, pixels: Pixels, box: Box) -> Patch:
        x, y, width, height = (round(v) for v in box.clipped(pixels.shape[1], pixels.shape[0]))
        crop = pixels[y : y + max(height, 2), x : x + max(width, 2)]
        if not crop.size:
            return np.zeros(SIZE[::-1], np.uint8)
        grey = cv2.cvtColor(
            cv2.resize(crop, SIZE, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY
        )
        return np.asarray(grey, np.uint8)

    def alike(self, a: Patch, b: Patch) -> bool:
        return _correlation(a, b) >= ALIKE

    def unlike(self, a: Patch, b: Patch) -> bool:
        return _correlation(a, b) < UNLIKE


def _correlation(a: Patch, b: Patch) -> float:
    """-1..1; light may change."""
    return float(cv2.matchTemplate(a, b, cv2.TM_CCOEFF_NORMED)[0, 0])
