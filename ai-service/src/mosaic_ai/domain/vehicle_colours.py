"""Colours of vehicles, as far as cameras tell them apart, and what many pictures say together."""

from collections import Counter
from enum import StrEnum

LEAST_SHARE = 0.5
"""Of the pictures in which a colour was told."""


class VehicleColour(StrEnum):
    """Paint. Silver is grey or, in the sun, white; beige and gold are brown."""

    BLACK = "black"
    GREY = "grey"
    WHITE = "white"
    RED = "red"
    BROWN = "brown"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"


class ColourVotes:
    """What the pictures of one vehicle say; nothing as long as they contradict each other."""

    def __init__(self, told: VehicleColour | None = None) -> None:
        """told: what is known from before."""
        self._votes: Counter[VehicleColour] = Counter([] if told is None else [told])

    def add(self, colour: VehicleColour | None) -> None:
        if colour is not None:
            self._votes[colour] += 1

    @property
    def colour(self) -> VehicleColour | None:
        if not self._votes:
            return None
        [(first, number)] = self._votes.most_common(1)
        return first if number > LEAST_SHARE * self._votes.total() else None
