"""Turns a recogniser's output into a reading that keeps what else each character could be."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.readings import ALPHABET, EMPTY, Reading
from mosaic_ai.infrastructure.slot_decoding import slot_of

SEPARATORS = frozenset(" -.·•:_/'*|")


class PlateAlphabet:
    """The columns of a recogniser that matter on plates.

    Lower case counts as upper case; separators keep characters apart and are then left out. All else is ignored.
    """

    def __init__(self, characters: Sequence[str]) -> None:
        """`characters`: the recogniser's, one a column; column 0 is CTC's blank."""
        self.columns: list[int] = [0]
        self._folded: list[int] = [0]
        for column, character in enumerate(characters):
            upper = character.upper()
            if column and len(upper) == 1 and upper in ALPHABET and character.isascii():
                self.columns.append(column)
                self._folded.append(1 + ALPHABET.index(upper))
            elif column and character in SEPARATORS:
                self.columns.append(column)
                self._folded.append(1 + len(ALPHABET))

    def decode(self, probabilities: NDArray[np.float32]) -> Reading:
        """`probabilities`: shape (steps, characters), each step summing to 1 over all characters."""
        folded = np.zeros((len(probabilities), 2 + len(ALPHABET)), np.float32)
        for source, target in zip(self.columns, self._folded, strict=True):
            folded[:, target] += probabilities[:, source]
        return decode_ctc(folded)


def decode_ctc(steps: NDArray[np.float32]) -> Reading:
    """Greedy CTC over columns (blank, alphabet, separator).

    A run of the same character is one slot, told by its surest step. Probabilities stay as the recogniser gave
    them, so that a glyph that looks like something else entirely is not sure.
    """
    best = steps.argmax(axis=1)
    slots = []
    start = 0
    separator = steps.shape[1] - 1
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if best[start] not in (0, separator):
            run = steps[start:end]
            slots.append(slot_of(run[int(run[:, best[start]].argmax())][1:-1]))
        start = end
    return Reading(tuple(slots)) if slots else EMPTY
