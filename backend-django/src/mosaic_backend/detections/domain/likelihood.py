"""How likely a plate is beside what was read, for many pairs of a plate and a read at once.

The score of `scoring` is the chance that every glyph is as the plate has it, which is small for any long plate.
Here it is divided by the score of the likeliest plate of the same read: 1 means as likely as what was read.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.beliefs import PRIOR_ALONE, Beliefs
from mosaic_backend.detections.domain.confusion import (
    DOUBLED,
    EXTRA,
    MISSING,
    SIZE,
    index_of,
    skeleton,
)
from mosaic_backend.detections.domain.glyphs import Glyph
from mosaic_backend.detections.domain.neighbourhood import key_of, keys_of

ALTERNATIVES = 8
"""Unsure glyphs of a read that are tried two at a time."""
LEAST_SHARE = 0.01
"""Of two alternatives together, beside what was read."""
_MISSING, _EXTRA, _DOUBLED = (float(-np.log(share)) for share in (MISSING, EXTRA, DOUBLED))


def relative_likelihoods(
    pairs: Sequence[tuple[str, Sequence[Glyph]]], beliefs: Beliefs = PRIOR_ALONE
) -> NDArray[np.float64]:
    """Of each pair of a folded plate and the glyphs of a read: float64, shape (pairs,), each in 0..1.

    beliefs: with one entry of `of_read` a pair, where it is not the prior alone.
    """
    if not pairs:
        return np.zeros(0)
    believed = beliefs.of_read if len(beliefs.of_read) else np.zeros(len(pairs), dtype=np.intp)
    places: dict[tuple[int, int], int] = {}
    reads: list[Sequence[Glyph]] = []
    rows = np.zeros(len(pairs), dtype=np.intp)
    for row, ((_, glyphs), belief) in enumerate(zip(pairs, believed.tolist(), strict=True)):
        rows[row] = places.setdefault((id(glyphs), belief), len(reads))
        if rows[row] == len(reads):
            reads.append(glyphs)
    width = max(map(len, reads))
    tall = max(len(plate) for plate, _ in pairs)
    lengths = np.array([len(glyphs) for glyphs in reads])
    matrices = beliefs.matrices
    if len(beliefs.of_read):
        matrices = matrices[[belief for _, belief in places]]
    likely = _distributions(reads, width, matrices)
    wanted = np.zeros((len(pairs), tall), dtype=np.intp)
    for row, (plate, _) in enumerate(pairs):
        wanted[row, : len(plate)] = [index_of(char) for char in plate]
    # pair[p, j, i]: what it costs that glyph j of the read is glyph i of the plate.
    pair = -np.log(
        np.maximum(likely[rows[:, None, None], np.arange(width)[:, None], wanted[:, None, :]], 1e-9)
    ).astype(np.float64)
    extra = np.full((len(reads), width), _EXTRA)
    for row, glyphs in enumerate(reads):
        for at in range(1, len(glyphs)):
            if glyphs[at][0][0] == glyphs[at - 1][0][0]:
                extra[row, at] = _DOUBLED
    costs = _aligned(pair, extra[rows])
    heights = np.array([len(plate) for plate, _ in pairs])
    own = costs[heights, lengths[rows], np.arange(len(pairs))]
    best = -np.log(np.maximum(likely.max(axis=2, initial=1e-9), 1e-9))
    best[np.arange(width)[None, :] >= lengths[:, None]] = 0.0
    found: NDArray[np.float64] = np.exp(np.minimum(best.sum(axis=1)[rows] - own, 0.0))
    return found


def _distributions(
    reads: Sequence[Sequence[Glyph]], width: int, matrices: NDArray[np.float32]
) -> NDArray[np.float32]:
    """P(true glyph) at each position: shape (reads, width, SIZE); zero beyond a read's length.

    matrices: of each read (beliefs.py), shape (reads, SIZE, SIZE), or one of all. What the candidates leave of 1
    is spread evenly.
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
    return seen @ matrices


def _aligned(pair: NDArray[np.float64], extra: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least costs of the first i glyphs of the plate and the first j of the read: shape (i, j, pairs)."""
    number, width, tall = pair.shape
    table = np.empty((tall + 1, width + 1, number))
    table[0, 0] = 0.0
    for j in range(1, width + 1):
        table[0, j] = table[0, j - 1] + extra[:, j - 1]
    for i in range(1, tall + 1):
        table[i, 0] = table[i - 1, 0] + _MISSING
        for j in range(1, width + 1):
            table[i, j] = np.minimum(
                np.minimum(table[i - 1, j - 1] + pair[:, j - 1, i - 1], table[i - 1, j] + _MISSING),
                table[i, j - 1] + extra[:, j - 1],
            )
    return table


def lookup_keys(folded: str, glyphs: Sequence[Glyph]) -> list[int]:
    """Keys (neighbourhood.py) of the plates that a read may be of.

    Those within one edit of what was read, whatever its confusable glyphs, and those that differ from it in two
    glyphs of which the reader was unsure.
    """
    keys = dict.fromkeys(keys_of(folded))
    if len(glyphs) == len(folded):
        chosen = list(skeleton(folded))
        for swaps in combinations(_alternatives(folded, glyphs), 2):
            (one, at, char), (two, beside, other) = swaps
            if at != beside and one * two >= LEAST_SHARE:
                text = list(chosen)
                text[at], text[beside] = char, other
                keys[key_of("".join(text))] = None
    return list(keys)


def _alternatives(folded: str, glyphs: Sequence[Glyph]) -> list[tuple[float, int, str]]:
    """(share beside what was read, position, skeleton of the glyph), likeliest first."""
    found = []
    for at, glyph in enumerate(glyphs):
        read = dict(glyph).get(folded[at], 0.0)
        if read <= 0.0:
            continue
        found += [
            (share / read, at, skeleton(char))
            for char, share in glyph
            if skeleton(char) != skeleton(folded[at])
        ]
    return sorted(found, reverse=True)[:ALTERNATIVES]
