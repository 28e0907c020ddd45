"""The recogniser's output: characters, slots, and the shapes of its pictures."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NONE = len(ALPHABET)
"""Column of "no character here": what follows the last one."""
SLOTS = 12
INPUT_HEIGHT, INPUT_WIDTH = 64, 160


def labels(text: str) -> list[int]:
    """SLOTS indices. Raises ValueError for other characters or a longer text."""
    indices = [ALPHABET.index(each) for each in text]
    if len(indices) > SLOTS:
        raise ValueError(f"{text} has more than {SLOTS} characters")
    return indices + [NONE] * (SLOTS - len(indices))
