"""One sighting of a plate, and how sure it is that it was this plate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Certainty = Literal["corrected", "read", "probable"]
CORRECTED = 0.999
"""People err too."""
VISIT_GAP = timedelta(minutes=30)
"""A plate that nobody sees for so long has left; its next sighting begins another visit."""


@dataclass(frozen=True)
class Sighting:
    """text: what was read; probability: that it is the plate asked for, 0..1."""

    id: UUID
    camera_id: UUID
    text: str
    first_seen_at: datetime
    last_seen_at: datetime
    certainty: Certainty
    probability: float


@dataclass(frozen=True)
class Visit:
    """Sightings close together in time, newest first."""

    sightings: tuple[Sighting, ...]

    @property
    def began_at(self) -> datetime:
        return min(sighting.first_seen_at for sighting in self.sightings)

    @property
    def ended_at(self) -> datetime:
        return max(sighting.last_seen_at for sighting in self.sightings)


def visits(sightings: Sequence[Sighting], gap: timedelta = VISIT_GAP) -> list[Visit]:
    """Of sightings newest first."""
    found: list[list[Sighting]] = []
    for sighting in sightings:
        if found and found[-1][-1].first_seen_at - sighting.last_seen_at <= gap:
            found[-1].append(sighting)
        else:
            found.append([sighting])
    return [Visit(tuple(each)) for each in found]


def posterior(likelihood: float, times_seen: int, own_likelihood: float, times_own: int) -> float:
    """That a read is the plate asked for and not the one whose text was read.

    likelihood, own_likelihood: of the read under either; times_seen, times_own: how often either was read
    exactly, which is how likely either comes by. The read itself does not count for its own text; half a time is
    what a plate has that was never read.
    """
    for_it = likelihood * (times_seen + 0.5)
    for_own = own_likelihood * (max(times_own - 1, 0) + 0.5)
    return for_it / (for_it + for_own) if for_it + for_own > 0 else 0.0
