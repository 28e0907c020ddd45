"""The frame number as a strip of black and white blocks, so that a program can tell which frame it sees.

24 bits of number, most significant first, then 4 check bits, in blocks of 8 × 8 pixels from the top left
corner of a picture 1280 pixels wide; a scaled picture is read by its width. Encoding to H.264 leaves blocks of
that size intact.
"""

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
BITS, CHECK_BITS, BLOCK_PX, NATIVE_WIDTH = 24, 4, 8, 1280
_DARK, _BRIGHT = 16, 235


def _check(number: int) -> int:
    """Sum of the nibbles, inverted so that an all-black strip is no valid number."""
    return ~sum(number >> shift & 0xF for shift in range(0, BITS, 4)) & 0xF


def strip_bits(number: int) -> list[int]:
    """The bits from left to right."""
    word = number << CHECK_BITS | _check(number)
    return [word >> i & 1 for i in range(BITS + CHECK_BITS - 1, -1, -1)]


def draw_frame_number(luma: Picture, number: int) -> None:
    """Draws the strip into a luma plane (height, width) in place."""
    for i, bit in enumerate(strip_bits(number)):
        luma[:BLOCK_PX, i * BLOCK_PX : (i + 1) * BLOCK_PX] = _BRIGHT if bit else _DARK


def read_frame_number(image: Picture) -> int | None:
    """The number in a picture (height, width, 3), at least 640 wide; None when there is no valid strip."""
    block = BLOCK_PX * image.shape[1] / NATIVE_WIDTH
    if block < BLOCK_PX / 2 or image.shape[0] < block:
        return None
    top, bottom = int(block * 0.25), max(int(block * 0.25) + 1, int(block * 0.75))
    word = 0
    for i in range(BITS + CHECK_BITS):
        left = int(i * block + block * 0.25)
        right = max(left + 1, int(i * block + block * 0.75))
        level = float(image[top:bottom, left:right].mean())
        if 90 < level < 165:
            return None
        word = word << 1 | (level >= 128)
    number = word >> CHECK_BITS
    return number if word & 0xF == _check(number) else None
