"""How likely it is that the true plate is the query, given what the reader saw.

A read is a sequence of glyph distributions. The true plate's glyphs are aligned with them by a small dynamic
programme: a pair costs -log sum_c P(c at this position) * PRIOR[c, true], a glyph that the reader left out
costs -log MISSING, one that it made up -log EXTRA, or -log DOUBLED where it repeats its neighbour. The score
is the probability of the best alignment, 0..1.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.confusion import (
    DOUBLED,
    EXTRA,
    MISSING,
    PRIOR,
    SIZE,
    index_of,
)
from mosaic_backend.detections.domain.glyphs import Glyph

Costs = NDArray[np.float64]
MISSING_COST = float(-np.log(MISSING))
_EXTRA_COST = -np.log(EXTRA)
_DOUBLED_COST = -np.log(DOUBLED)


def distributions(reads: Sequence[Sequence[Glyph]], width: int) -> NDArray[np.float32]:
    """P(true glyph) at each position: float32, shape (reads, width, SIZE); zero beyond a read's length.

    What the candidates leave of 1 is spread evenly.
    """
    seen = np.zeros((len(reads), width, SIZE), dtype=np.float32)
    for row, glyphs in enumerate(reads):
        for position, glyph in enumerate(glyphs[:width]):
            rest = 1.0
            for char, probability in glyph:
                seen[row, position, index_of(char)] += probability
                rest -= probability
            if rest > 0:
                seen[row, position] += rest / SIZE
    return seen @ PRIOR


def _extra_costs(reads: Sequence[Sequence[Glyph]], width: int) -> Costs:
    costs = np.full((len(reads), width), _EXTRA_COST)
    for row, glyphs in enumerate(reads):
        for position in range(1, min(width, len(glyphs))):
            if glyphs[position][0][0] == glyphs[position - 1][0][0]:
                costs[row, position] = _DOUBLED_COST
    return costs


class Alignments(NamedTuple):
    """The dynamic programme of one query and several reads at once, all in -log of probability.

    table: shape (len(query)+1, width+1, reads); cell [i, j] is the least cost of explaining the first i glyphs
    of the query by the first j of the read. pair: shape (reads, width, len(query)). extra: shape (reads, width).
    """

    table: Costs
    pair: Costs
    extra: Costs

    def scores(self, reads: Sequence[Sequence[Glyph]]) -> NDArray[np.float64]:
        """Of the same reads: float64, shape (reads,), each in 0..1."""
        lengths = np.array([len(glyphs) for glyphs in reads], dtype=np.intp)
        found: NDArray[np.float64] = np.exp(-self.table[-1, lengths, np.arange(len(reads))])
        return found


def aligned(query: str, reads: Sequence[Sequence[Glyph]]) -> Alignments:
    width = max((len(glyphs) for glyphs in reads), default=0)
    likely = distributions(reads, width)
    indices = [index_of(char) for char in query]
    pair = -np.log(np.maximum(likely[:, :, indices], 1e-9)).astype(np.float64)
    extra = _extra_costs(reads, width)
    table = np.empty((len(query) + 1, width + 1, len(reads)))
    table[0, 0] = 0.0
    for j in range(1, width + 1):
        table[0, j] = table[0, j - 1] + extra[:, j - 1]
    for i in range(1, len(query) + 1):
        table[i, 0] = table[i - 1, 0] + MISSING_COST
        for j in range(1, width + 1):
            table[i, j] = np.minimum(
                np.minimum(
                    table[i - 1, j - 1] + pair[:, j - 1, i - 1],
                    table[i - 1, j] + MISSING_COST,
                ),
                table[i, j - 1] + extra[:, j - 1],
            )
    return Alignments(table, pair, extra)
