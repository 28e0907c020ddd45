"""The glyphs of many reads as arrays, straight from their compact form (glyphs.py): no object for each."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.confusion import ALPHABET, OTHER

Integers = NDArray[np.intp]
_NEW_READ, _NEW_GLYPH, _ZERO = 10, ord("|"), ord("0")
_STRIDE = 4
"""A character and three digits."""
_INDEX = np.full(128, OTHER, dtype=np.intp)
_INDEX[[ord(char) for char in ALPHABET]] = np.arange(len(ALPHABET))


class GlyphTable(NamedTuple):
    """Glyphs one after the other, read by read; candidates one after the other, glyph by glyph, best first.

    lengths: glyphs of each read. row, position: of each glyph, its read and its place there. doubled: whether
    its likeliest character is that of the glyph before it. first: where its candidates begin. char, share: of each
    candidate, its place in ALPHABET (or OTHER) and its probability, float32.
    """

    lengths: Integers
    row: Integers
    position: Integers
    doubled: NDArray[np.bool_]
    first: Integers
    char: Integers
    share: NDArray[np.float32]


def table_of(packed: Sequence[str]) -> GlyphTable:
    """packed: of each read, as `glyphs.packed` makes it."""
    text = "".join([f"{each}\n" for each in packed])
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    ends = np.flatnonzero((codes == _NEW_READ) | (codes == _NEW_GLYPH))
    starts = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
    last = codes[ends] == _NEW_READ
    row = np.concatenate(([0], np.cumsum(last)[:-1]))[: len(ends)]
    lengths = np.bincount(row, minlength=len(packed))
    # A read without glyphs has one that is empty.
    there = ends > starts
    lengths[row[~there]] = 0
    starts, ends, row = starts[there], ends[there], row[there]
    position = np.arange(len(row)) - (np.cumsum(lengths) - lengths)[row]
    top = codes[starts]
    doubled = np.zeros(len(row), dtype=np.bool_)
    doubled[1:] = (top[1:] == top[:-1]) & (row[1:] == row[:-1])
    number = (ends - starts) // _STRIDE
    first = np.cumsum(number) - number
    within = np.arange(number.sum()) - np.repeat(first, number)
    at = np.repeat(starts, number) + _STRIDE * within
    digits = codes[at[:, None] + np.arange(1, _STRIDE)].astype(np.float32) - _ZERO
    share = digits @ np.array([0.1, 0.01, 0.001], dtype=np.float32)
    chars = codes[at]
    char = np.where(chars < len(_INDEX), _INDEX[np.minimum(chars, len(_INDEX) - 1)], OTHER)
    return GlyphTable(lengths, row, position, doubled, first, char, share)
