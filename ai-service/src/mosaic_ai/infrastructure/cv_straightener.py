"""Takes the perspective out of a plate's picture, by OpenCV."""

import math

import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, Corners

MARGIN = 0.15
"""Of the plate's width and height, kept at each side: crops reach beyond the plate."""
MAX_SIDE_PX = 640


class CvStraightener:
    """Keeps the plate's own resolution, up to MAX_SIDE_PX."""

    def straightened(self, pixels: Pixels, corners: Corners) -> tuple[Pixels, Box]:
        width, height = (min(max(4.0, side), MAX_SIDE_PX) for side in corners.size)
        left, top = MARGIN * width, MARGIN * height
        target = np.array(
            [
                [left, top],
                [left + width, top],
                [left + width, top + height],
                [left, top + height],
            ],
            np.float32,
        )
        matrix = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
        size = (math.ceil(width + 2 * left), math.ceil(height + 2 * top))
        straight = cv2.warpPerspective(
            pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(straight, np.uint8), Box(left, top, width, height)
