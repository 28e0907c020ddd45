"""How likely it is that the true plate is the query, given what the reader saw.

A read is a sequence of glyph distributions. The true plate's glyphs are aligned with them by a small dynamic
programme: a pair costs -log sum_c P(c at this position) * B[c, true] (B: the belief of the read's camera, see
beliefs.py), a glyph that the reader left out costs -log MISSING, one that it made up -log EXTRA, or -log DOUBLED
where it repeats its neighbour. The score is the probability of the best alignment, 0..1.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.beliefs import PRIOR_ALONE, Beliefs
from mosaic_backend.detections.domain.confusion import DOUBLED, EXTRA, MISSING, SIZE, index_of
from mosaic_backend.detections.domain.glyph_table import GlyphTable
from mosaic_backend.detections.domain.plate_grammar import PlateGrammar

Costs = NDArray[np.float32]
MISSING_COST = float(-np.log(MISSING))
_EXTRA_COST = float(-np.log(EXTRA))
_DOUBLED_COST = float(-np.log(DOUBLED))
_LEAST = 1e-9


class Alignments(NamedTuple):
    """The dynamic programme of one query and several reads at once, all in -log of probability.

    table: shape (len(query)+1, width+1, reads); cell [i, j] is the least cost of explaining the first i glyphs
    of the query by the first j of the read. pair: shape (len(query), width, reads). extra: shape (width, reads).
    lengths: glyphs of each read.
    """

    table: Costs
    pair: Costs
    extra: Costs
    lengths: NDArray[np.intp]

    def scores(self) -> NDArray[np.float32]:
        """Of the reads: shape (reads,), each in 0..1."""
        found: NDArray[np.float32] = np.exp(
            -self.table[-1, self.lengths, np.arange(len(self.lengths))]
        )
        return found


def aligned(query: str, reads: GlyphTable, beliefs: Beliefs = PRIOR_ALONE) -> Alignments:
    """beliefs: with one entry of `of_read` a read, where it is not the prior alone."""
    width, number = int(reads.lengths.max(initial=0)), len(reads.lengths)
    pair = np.zeros((len(query), width, number), dtype=np.float32)
    extra = np.full((width, number), _EXTRA_COST, dtype=np.float32)
    if len(reads.row):
        wanted = beliefs.matrices[:, :, [index_of(char) for char in query]]
        likely = np.maximum(_likely(wanted, reads, beliefs), _LEAST)
        pair[:, reads.position, reads.row] = -np.log(likely)
        extra[reads.position[reads.doubled], reads.row[reads.doubled]] = _DOUBLED_COST
    return Alignments(_table(pair, extra), pair, extra, reads.lengths)


def posteriors(
    query: str, scores: Costs, reads: GlyphTable, beliefs: Beliefs, grammar: PlateGrammar
) -> Costs:
    """Scores of `aligned` with the plate formats counted in (plate_grammar.py): shape (reads,), each in 0..1."""
    if not len(reads.row):
        return scores
    classes = (beliefs.matrices.reshape(-1, SIZE) @ grammar.classes).reshape(
        len(beliefs.matrices), SIZE, -1
    )
    rivals = grammar.weights(reads, _likely(classes, reads, beliefs))
    weighed: Costs = scores * np.float32(grammar.weight(query)) / rivals
    return np.minimum(weighed, np.float32(1.0))


def _likely(columns: Costs, reads: GlyphTable, beliefs: Beliefs) -> Costs:
    """How likely each glyph of the reads is one of each class: shape (classes, glyphs).

    columns: of each belief the columns of a class's true glyphs, added up: shape (beliefs, SIZE, classes). What
    the candidates leave of 1 is spread evenly.
    """
    number = len(reads.row)
    glyph = np.repeat(np.arange(number), np.diff(np.append(reads.first, len(reads.char))))
    seen = np.zeros((number, SIZE), dtype=np.float32)
    np.add.at(seen.reshape(-1), glyph * SIZE + reads.char, reads.share)
    seen += np.maximum(0.0, 1.0 - seen.sum(axis=1, keepdims=True)) / SIZE
    if not len(beliefs.of_read):
        alike: Costs = columns[0].T @ seen.T
        return alike
    of_glyph = beliefs.of_read[reads.row]
    order = np.argsort(of_glyph, kind="stable")
    of_glyph, seen = of_glyph[order], seen[order]
    bounds = [0, *(np.flatnonzero(np.diff(of_glyph)) + 1).tolist(), number]
    likely = np.empty((number, columns.shape[2]), dtype=np.float32)
    for start, end in pairwise(bounds):
        np.matmul(seen[start:end], columns[of_glyph[start]], out=likely[start:end])
    return np.ascontiguousarray(likely[np.argsort(order)].T)


def _table(pair: Costs, extra: Costs) -> Costs:
    glyphs, width, number = pair.shape
    table = np.empty((glyphs + 1, width + 1, number), dtype=np.float32)
    table[0, 0] = 0.0
    np.cumsum(extra, axis=0, out=table[0, 1:])
    for i in range(1, glyphs + 1):
        row, above = table[i], table[i - 1]
        np.add(above, MISSING_COST, out=row)
        np.minimum(row[1:], above[:-1] + pair[i - 1], out=row[1:])
        for j in range(1, width + 1):
            np.minimum(row[j], row[j - 1] + extra[j - 1], out=row[j])
    return table
