"""What a reviewer's look at an uncertain read is worth: expected information, weighed by what hangs on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SURE = 0.8
"""A read whose every glyph is right with this probability or more needs nobody."""
ON_WATCH_LIST = 4.0
NEAR_NEIGHBOUR = 2.0
MOST_TIMES = 64
_ALPHABET = 36


@dataclass(frozen=True)
class Stakes:
    """times_read: of this text before; camera_waiting: uncertain reads of the camera that wait already."""

    times_read: int
    camera_waiting: int
    on_watch_list: bool
    near_neighbour: bool


def surely_right(glyphs: Sequence[Sequence[tuple[str, float]]]) -> float:
    """The probability that each glyph is the likeliest one."""
    return math.prod(glyph[0][1] for glyph in glyphs if glyph)


def uncertainty_bits(glyphs: Sequence[Sequence[tuple[str, float]]]) -> float:
    """Entropy of what the plate may read; what the candidates leave of 1 is spread over the alphabet."""
    return sum(_entropy(glyph) for glyph in glyphs)


def _entropy(glyph: Sequence[tuple[str, float]]) -> float:
    bits = -sum(share * math.log2(share) for _, share in glyph if share > 0)
    rest = 1.0 - sum(share for _, share in glyph)
    if rest > 1e-6:
        bits -= rest * math.log2(rest / _ALPHABET)
    return bits


def worth(bits: float, stakes: Stakes) -> float:
    """In bits, more where plate or camera come again and where a list or a neighbour hangs on it."""
    again = 1 + math.log2(1 + min(stakes.times_read, MOST_TIMES))
    camera = 1 + 0.25 * math.log2(1 + min(stakes.camera_waiting, MOST_TIMES))
    hangs = 1.0
    if stakes.on_watch_list:
        hangs *= ON_WATCH_LIST
    if stakes.near_neighbour:
        hangs *= NEAR_NEIGHBOUR
    return bits * again * camera * hangs
