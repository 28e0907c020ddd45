"""What a recogniser's output says of one character."""

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.readings import ALPHABET, Slot

KEPT = 5
MIN_PROBABILITY = 1e-3


def slot_of(letters: NDArray[np.float32]) -> Slot:
    """letters: a probability for each of ALPHABET. The likeliest one is kept however unlikely it is."""
    order = np.argsort(letters)[::-1][:KEPT]
    return {
        ALPHABET[int(index)]: min(1.0, float(letters[index]))
        for index in order
        if letters[index] >= MIN_PROBABILITY or index == order[0]
    }
