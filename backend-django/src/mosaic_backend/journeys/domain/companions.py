"""Plates that travel with another one, weighed against chance.

A meeting is a passage at the same camera within a window of the plate's own. All meetings on one trip count as
one: who drives behind somebody for one road meets them at each of its cameras, and that is one coincidence. By
chance the other plate passes that camera at a rate that depends on the hour (commuters meet daily without
knowing each other), so the number of trips with a meeting is about Poisson with the sum of the trips' chances.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.journeys.domain.hours import hour_of
from mosaic_backend.journeys.domain.sightings import VISIT_GAP, Sighting

AROUND_H = (1.0, 0.25)
"""Hours before and after the time of day from which the rate at a camera is taken: the higher one counts, because
who leaves home at the same minute every day is met by others who do."""
_FLOOR = 0.25
"""Passages that a plate has in an hour of the day at least: none seen does not mean none ever."""


@dataclass(frozen=True)
class Meeting:
    """The other plate at the place of one of the plate's own sightings."""

    sighting: UUID
    camera_id: UUID
    read_id: UUID
    apart_s: float


@dataclass(frozen=True)
class Companion:
    """trips: with a meeting; expected: of these by chance; p_value: of as many or more, times the plates tried."""

    plate: str
    meetings: tuple[Meeting, ...]
    cameras: int
    trips: int
    expected: float
    p_value: float

    @property
    def lift(self) -> float:
        return self.trips / self.expected


def trips_of(sightings: Sequence[Sighting]) -> dict[UUID, int]:
    """The number of the trip on which each sighting was; a pause of VISIT_GAP ends one."""
    ordered = sorted(sightings, key=lambda each: each.first_seen_at)
    numbers: dict[UUID, int] = {}
    for before, each in zip([None, *ordered], ordered, strict=False):
        apart = before and each.first_seen_at - before.last_seen_at > VISIT_GAP
        numbers[each.id] = (numbers[before.id] if before else 0) + bool(apart)
    return numbers


@dataclass(frozen=True)
class Look:
    """own: the plate's sightings in the span; window: before and after each; tried: how many plates were met."""

    own: Sequence[Sighting]
    window: timedelta
    span: timedelta
    tried: int


def companion(
    plate: str,
    meetings: Sequence[Meeting],
    passed: Iterable[tuple[UUID, datetime]],
    look: Look,
) -> Companion:
    """passed: where and when the other plate was seen in the span."""
    own = look.own
    trips = trips_of(own)
    by_camera: dict[UUID, list[float]] = defaultdict(list)
    for camera_id, instant in passed:
        by_camera[camera_id].append(hour_of(instant))
    days = max(look.span / timedelta(days=1), 1.0)
    chances: dict[int, float] = defaultdict(float)
    for each in own:
        chance = _chance(hour_of(each.first_seen_at), by_camera[each.camera_id], days, look.window)
        chances[trips[each.id]] = max(chances[trips[each.id]], chance)
    expected = sum(chances.values())
    met = len({trips[meeting.sighting] for meeting in meetings})
    return Companion(
        plate,
        tuple(meetings),
        len({meeting.camera_id for meeting in meetings}),
        met,
        expected,
        min(1.0, poisson_tail(met, expected) * max(look.tried, 1)),
    )


def _chance(hour: float, hours: Sequence[float], days: float, window: timedelta) -> float:
    apart = [abs((each - hour + 12) % 24 - 12) for each in hours]
    an_hour = max(
        max(sum(each <= around for each in apart), _FLOOR) / (days * 2 * around)
        for around in AROUND_H
    )
    return 1 - math.exp(-an_hour * 2 * window.total_seconds() / 3600)


def poisson_tail(at_least: int, expected: float) -> float:
    """P(N >= at_least), summed from its own terms: 1 - P(N < k) would lose all small ones."""
    if at_least <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    term = math.exp(at_least * math.log(expected) - expected - math.lgamma(at_least + 1))
    total, number = 0.0, at_least
    while term > total * 1e-12 or number <= expected:
        total += term
        number += 1
        term *= expected / number
    return min(total, 1.0)


def meetings_of(
    around: Mapping[UUID, Sequence[tuple[UUID, UUID, str, datetime]]],
    own: Sequence[Sighting],
) -> dict[str, list[Meeting]]:
    """By plate, the nearest in time for each sighting. around: (read, camera, plate, when) of each sighting."""
    found: dict[str, dict[UUID, Meeting]] = defaultdict(dict)
    for each in own:
        for read_id, camera_id, plate, when in around.get(each.id, ()):
            apart = (when - each.first_seen_at).total_seconds()
            known = found[plate].get(each.id)
            if known is None or abs(apart) < abs(known.apart_s):
                found[plate][each.id] = Meeting(each.id, camera_id, read_id, apart)
    return {plate: list(meetings.values()) for plate, meetings in found.items()}
