"""How long vehicles take from one camera to another: robust quantiles of the logarithm, learned from repeats."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

LONGEST_HOP = timedelta(hours=2)
"""Two sightings farther apart are two drives."""
SHORTEST_S = 0.5
"""Fields of view may overlap: what is shorter, or began before the other ended, counts as this."""
KEPT_SAMPLES = 128
"""Newest samples of a pair from which its quantiles are made: roads change, and a row has an end."""
ENOUGH = 5
"""Hops of a pair before anything is said of it."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
LEAST_SPREAD = 0.08
"""Smallest standard deviation of the logarithm that is believed: traffic lights alone make 8 per cent."""
_NORMAL_95 = 1.645
TOO_FAST = 3.5
"""So many standard deviations below the median nobody drives."""
SLOW = 2.5


@dataclass(frozen=True)
class TravelTime:
    """From one camera to another. quantiles: of the natural logarithm of seconds, at LEVELS; hops: ever seen."""

    hops: int
    quantiles: tuple[float, ...]

    @property
    def known(self) -> bool:
        return self.hops >= ENOUGH

    @property
    def median_s(self) -> float:
        return math.exp(self.quantiles[2])

    @property
    def fastest_s(self) -> float:
        return math.exp(self.quantiles[0])

    @property
    def slowest_s(self) -> float:
        return math.exp(self.quantiles[4])

    @property
    def spread(self) -> float:
        """Standard deviation of the logarithm, from the fast side: the slow one holds the stops."""
        return max((self.quantiles[2] - self.quantiles[0]) / _NORMAL_95, LEAST_SPREAD)

    def deviation(self, took_s: float) -> float:
        """Of a hop, in standard deviations from the median; each side has its own."""
        off = math.log(max(took_s, SHORTEST_S)) - self.quantiles[2]
        side = self.quantiles[0] if off < 0 else self.quantiles[4]
        return off / max(abs(side - self.quantiles[2]) / _NORMAL_95, LEAST_SPREAD)


def sample_of(took_s: float) -> float:
    return math.log(max(took_s, SHORTEST_S))


def learned(samples: Sequence[float], new: Sequence[float]) -> tuple[list[float], list[float]]:
    """The samples to keep, oldest first, and their quantiles at LEVELS."""
    kept = [*samples, *new][-KEPT_SAMPLES:]
    return kept, [float(value) for value in np.quantile(kept, LEVELS)]
