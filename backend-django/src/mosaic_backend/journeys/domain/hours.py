"""Statistics of the hours of a day, which go round: a plate that comes at 23 and at 1 comes around midnight."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

ENOUGH = 12
"""Visits before anything is said of a plate's hours."""
CONCENTRATION = 24.0
"""Of the von Mises kernel: about 50 minutes of standard deviation."""
UNUSUAL = 0.05
"""Share of the plate's own visits that lie at hours as rare, below which an hour is unusual for it."""
RARER = 3.0
BACKGROUND = 0.02
"""Of the density: anyone may come at any hour once."""


@dataclass(frozen=True)
class Hours:
    """mean: the hour of the day, 0..24; regularity: 0 (spread over the day) to 1 (always the same minute)."""

    visits: int
    mean: float
    regularity: float


def hour_of(instant: datetime) -> float:
    return instant.hour + instant.minute / 60 + instant.second / 3600


def hours_of(hours: Sequence[float]) -> Hours | None:
    """None where there are too few to say anything."""
    if len(hours) < ENOUGH:
        return None
    angles = [hour * math.tau / 24 for hour in hours]
    sine = sum(map(math.sin, angles)) / len(angles)
    cosine = sum(map(math.cos, angles)) / len(angles)
    mean = math.atan2(sine, cosine) * 24 / math.tau % 24
    return Hours(len(hours), mean, math.hypot(sine, cosine))


def rarity(hour: float, past: Sequence[float]) -> float | None:
    """Share of the past visits that came at hours as rare as this one; None where they are too few.

    As rare: at most RARER times as usual, or the edge of a regular plate's minutes would be unusual. How usual an
    hour is says a kernel density of the others: each past visit is judged without itself.
    """
    if len(past) < ENOUGH:
        return None
    density = _density(hour, past)
    as_rare = sum(
        _density(each, [*past[:number], *past[number + 1 :]]) <= density * RARER
        for number, each in enumerate(past)
    )
    return as_rare / len(past)


def _density(hour: float, past: Sequence[float]) -> float:
    weights = [
        math.exp(CONCENTRATION * (math.cos((hour - each) * math.tau / 24) - 1)) for each in past
    ]
    return BACKGROUND + sum(weights) / len(weights)
