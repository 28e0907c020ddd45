"""The part of a picture that a recogniser reads."""

from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box

MIN_WIDTH_PX, MIN_HEIGHT_PX = 8, 4


def crop_of(pixels: Pixels, box: Box) -> Pixels | None:
    """What of the box lies in the picture; None where that is too little to read."""
    x, y, width, height = (round(v) for v in box.clipped(pixels.shape[1], pixels.shape[0]))
    if width < MIN_WIDTH_PX or height < MIN_HEIGHT_PX:
        return None
    return pixels[y : y + height, x : x + width]
