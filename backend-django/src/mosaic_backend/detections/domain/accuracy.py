"""How often a reader was right, by what people say, and how sure that is."""

from dataclasses import dataclass
from datetime import date
from math import sqrt

_Z = 1.959964
"""Of a 95 % interval."""


@dataclass(frozen=True)
class WeekAccuracy:
    """week: its Monday. right: how many of the reviewed reads said what the person said, folded."""

    week: date
    reviewed: int
    right: int

    @property
    def accuracy(self) -> float:
        return self.right / self.reviewed

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.right, self.reviewed)


def wilson(right: int, number: int) -> tuple[float, float]:
    """The 95 % score interval (Wilson 1927) of a share; (0, 1) of nothing."""
    if number == 0:
        return 0.0, 1.0
    share, spread = right / number, _Z * _Z / number
    middle = share + spread / 2
    half = _Z * sqrt((share * (1 - share) + spread / 4) / number)
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)
