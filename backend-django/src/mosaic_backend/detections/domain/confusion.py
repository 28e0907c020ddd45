"""How likely a glyph is another one than was read: the shipped prior, before any camera has taught us better.

The groups are the confusions that readers of plates make most (0/O/D/Q, 8/B, 1/I/L, 5/S, 2/Z); the shares
are judgement, not measurement: of the mass that is not "read right", CONFUSABLE goes to the glyph's group and
the rest evenly to everything else.
"""

import numpy as np
from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = len(ALPHABET)
"""Index of every character outside the alphabet."""
SIZE = OTHER + 1
GROUPS = ("0ODQ", "8B", "1IL", "5S", "2Z", "6G", "4A", "7T", "UV", "MN", "CG", "PR")
SKELETON_GROUPS = ("0ODQ", "8B", "1IL", "5S", "2Z", "6G")
"""Groups whose members are one and the same in a skeleton; they do not overlap."""

RIGHT = 0.90
CONFUSABLE = 0.07
MISSING = 0.015
"""Share of true glyphs that the reader leaves out."""
EXTRA = 0.008
"""Share of read glyphs that are not there."""
DOUBLED = 0.03
"""The same, for a glyph that repeats its neighbour."""

_INDEX = {char: index for index, char in enumerate(ALPHABET)}
_SKELETON = str.maketrans({char: group[0] for group in SKELETON_GROUPS for char in group[1:]})


def index_of(char: str) -> int:
    return _INDEX.get(char, OTHER)


def confusable(one: str, other: str) -> bool:
    """Whether two different glyphs share a group."""
    return one != other and any(one in group and other in group for group in GROUPS)


def skeleton(folded: str) -> str:
    """The text with each group of confusable glyphs as one glyph."""
    return folded.translate(_SKELETON)


def _matrix() -> NDArray[np.float32]:
    rows = np.zeros((SIZE, SIZE), dtype=np.float64)
    for read in range(SIZE):
        weights = np.full(SIZE, (1.0 - RIGHT - CONFUSABLE) / (SIZE - 1))
        weights[read] = 0.0
        others = [
            true
            for true in range(OTHER)
            if read != OTHER and confusable(ALPHABET[read], ALPHABET[true])
        ]
        for true in others:
            weights[true] += CONFUSABLE / len(others)
        weights[read] = 1.0 - weights.sum()
        rows[read] = weights
    return rows.astype(np.float32)


PRIOR: NDArray[np.float32] = _matrix()
"""PRIOR[read, true] = P(true glyph | reader said `read` with certainty); float32, rows sum to 1."""
PRIOR.flags.writeable = False
