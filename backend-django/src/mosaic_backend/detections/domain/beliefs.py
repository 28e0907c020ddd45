"""What a camera's reader confuses: the shipped prior, and what people's corrections have taught beside it.

Of each glyph that a reader says, the true ones have a Dirichlet distribution: its pseudo-counts are WEIGHT times
the prior's row, corrections add to them, and the posterior's mean takes the prior's place in scoring. A camera
without corrections has the prior itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from mosaic_backend.detections.domain.confusion import OTHER, PRIOR, SIZE, index_of

WEIGHT = 20.0
"""So many glyphs seen by people weigh as much as the prior."""
Counts = Mapping[tuple[str, str], int]
"""How often which (read, true) glyphs were told."""


class Beliefs(NamedTuple):
    """matrices: float32, shape (matrices, SIZE, SIZE), the first is the prior. of_read: which each read has.

    matrices[b, read, true] = P(true glyph | reader said `read` with certainty); rows sum to 1.
    """

    matrices: NDArray[np.float32]
    of_read: NDArray[np.intp]


_SAID = (0.99 * np.eye(SIZE) + 0.01 / SIZE).astype(np.float32)
"""Of what a person says."""
PRIOR_ALONE = Beliefs(PRIOR[None], np.zeros(0, dtype=np.intp))
"""For any number of reads."""


def beliefs_of(cameras: Sequence[UUID | None], counts: Mapping[UUID, Counts]) -> Beliefs:
    """cameras: of each read; None where a person says what it reads. counts: of those that have any."""
    of_camera: dict[UUID | None, int] = {None: 1}
    of_camera |= {camera: number for number, camera in enumerate(counts, start=2)}
    if not counts and None not in cameras:
        return PRIOR_ALONE
    matrices = np.stack([PRIOR, _SAID, *(posterior(each) for each in counts.values())])
    return Beliefs(matrices, np.array([of_camera.get(each, 0) for each in cameras], np.intp))


def posterior(counts: Counts) -> NDArray[np.float32]:
    weights = WEIGHT * PRIOR.astype(np.float64)
    for (read, true), number in counts.items():
        weights[index_of(read), index_of(true)] += number
    rows: NDArray[np.float32] = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return rows


def confusions(read: str, true: str) -> Iterator[tuple[str, str]]:
    """The (read, true) glyphs of two folded texts, along an alignment of fewest edits; gaps teach nothing.

    Glyphs outside the alphabet are left aside: they share one place in it.
    """
    for seen, wanted in _aligned(read, true):
        if OTHER not in (index_of(read[seen]), index_of(true[wanted])):
            yield read[seen], true[wanted]


def _aligned(read: str, true: str) -> list[tuple[int, int]]:
    costs = np.zeros((len(read) + 1, len(true) + 1), dtype=np.intp)
    costs[:, 0], costs[0, :] = np.arange(len(read) + 1), np.arange(len(true) + 1)
    for i, seen in enumerate(read):
        for j, wanted in enumerate(true):
            costs[i + 1, j + 1] = min(
                costs[i, j] + (seen != wanted), costs[i, j + 1] + 1, costs[i + 1, j] + 1
            )
    pairs, i, j = [], len(read), len(true)
    while i and j:
        if costs[i, j] == costs[i - 1, j - 1] + (read[i - 1] != true[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif costs[i, j] == costs[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
