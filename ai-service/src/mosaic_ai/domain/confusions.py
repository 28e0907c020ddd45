"""How likely a reader takes one character for another when it is not sure.

Judgement, not measurement: O and 0 are one glyph in many plate fonts, the rest look alike when small or dirty.
"""

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.readings import ALPHABET

LOOK_ALIKES: dict[float, str] = {
    0.1: "0O",
    0.05: "1I",
    0.02: "0Q OQ 8B 5S 2Z",
    0.01: "0D OD 6G 1L IL",
    0.005: "DQ 17 7T 4A CG PR UV",
    0.003: "MN HN HM VY EF KX 38 3B 68 89 56 7Z 1T IT 1J IJ BR BE CO GO UO WV 69 90 27",
}
"""Pairs of characters by how often one is taken for the other."""


def _matrix() -> NDArray[np.float64]:
    matrix = np.zeros((len(ALPHABET), len(ALPHABET)))
    for share, pairs in LOOK_ALIKES.items():
        for pair in pairs.split():
            one, other = (ALPHABET.index(character) for character in pair)
            matrix[one, other] = matrix[other, one] = share
    return matrix


CONFUSION = _matrix()
"""CONFUSION[read, true]; the diagonal is 0."""
CONFUSION.flags.writeable = False
