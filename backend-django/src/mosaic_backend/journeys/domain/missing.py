"""Cameras that should have seen a plate on its way between two others, and did not.

Each way between the two that the network knows is a hypothesis, and so is the direct one. A way's weight is the
share of drives that take it, times the chance that each of its cameras missed the plate (all of it where the
camera was blind), times how well the hop's time fits. What the direct way has of the learned hops is what misses
alone would not have made.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from mosaic_backend.journeys.domain.network import Network
from mosaic_backend.journeys.domain.route import Hop
from mosaic_backend.journeys.domain.travel_times import LEAST_SPREAD, TravelTime

EXPECTED = 0.6
"""Probability from which a camera is said to have been passed."""
MISSED = 0.06
"""Share of plates that a camera that works does not read."""
LEAST_DIRECT = 0.1
"""Of the hops that were learned directly, the share that is believed to be no misses, whatever these explain."""
UNKNOWN_DIRECT = 0.002
STOPPED = 2.0
"""A drive that takes so many times the usual has stopped somewhere: then nobody knows before which camera."""
_TAIL = 0.1
"""Density of stops, over the logarithm of the time: a drive may always take longer."""
WasBlind = Callable[[UUID, datetime, datetime], bool]


@dataclass(frozen=True)
class MissingHop:
    """probability: that the plate passed this camera on this hop; earliest, latest: between which it did so."""

    camera_id: UUID
    after: UUID
    before: UUID
    expected_at: datetime
    earliest: datetime
    latest: datetime
    probability: float


def hypotheses(hop: Hop, network: Network) -> list[tuple[tuple[UUID, ...], float]]:
    """The ways on which this hop may have passed other cameras, with their shares; none where it passed none."""
    if hop.verdict in {"same-camera", "new-drive", "too-fast"}:
        return []
    return network.ways(hop.start.camera_id, hop.end.camera_id)


def missing_hops(
    hop: Hop,
    ways: Sequence[tuple[tuple[UUID, ...], float]],
    network: Network,
    was_blind: WasBlind,
) -> Iterator[MissingHop]:
    """In the order of the drive. ways: of `hypotheses`."""
    if not ways:
        return
    weights = []
    for between, share in ways:
        chance = 1.0
        for each in passings(hop, between, network):
            chance *= 1.0 if was_blind(each.camera_id, each.earliest, each.latest) else MISSED
        weights.append(share * chance * _fit(hop.took_s, legs_of(hop, between, network)))
    total = sum(weights) + _direct(hop, ways, network)
    best = max(range(len(ways)), key=weights.__getitem__)
    for each in passings(hop, ways[best][0], network):
        passing = sum(
            weight
            for (between, _), weight in zip(ways, weights, strict=True)
            if each.camera_id in between
        )
        if total > 0 and passing / total >= EXPECTED:
            yield MissingHop(
                each.camera_id,
                hop.start.id,
                hop.end.id,
                each.expected_at,
                each.earliest,
                each.latest,
                passing / total,
            )


@dataclass(frozen=True)
class Passing:
    camera_id: UUID
    expected_at: datetime
    earliest: datetime
    latest: datetime


def passings(hop: Hop, between: Sequence[UUID], network: Network) -> list[Passing]:
    """When a plate that took this way passed each of its cameras."""
    legs = legs_of(hop, between, network)
    usual_s = sum(leg.median_s for leg in legs)
    stretch = hop.took_s / usual_s if hop.took_s < STOPPED * usual_s else 1.0
    left, arrived = hop.start.last_seen_at, hop.end.first_seen_at
    found = []
    for number, camera_id in enumerate(between, start=1):
        there = timedelta(seconds=sum(leg.median_s for leg in legs[:number]) * stretch)
        earliest = left + timedelta(seconds=sum(leg.fastest_s for leg in legs[:number]))
        latest = arrived - timedelta(seconds=sum(leg.fastest_s for leg in legs[number:]))
        expected = left + there
        found.append(Passing(camera_id, expected, min(earliest, expected), max(latest, expected)))
    return found


def legs_of(hop: Hop, between: Sequence[UUID], network: Network) -> list[TravelTime]:
    stops = [hop.start.camera_id, *between, hop.end.camera_id]
    return [network.pairs[one][other] for one, other in pairwise(stops)]


def _direct(hop: Hop, ways: Sequence[tuple[tuple[UUID, ...], float]], network: Network) -> float:
    """The weight of the way that passes no other camera."""
    start, end = hop.start.camera_id, hop.end.camera_id
    share = network.share(start, end)
    by_misses = sum(part * MISSED ** len(between) for between, part in ways)
    own = max(share - by_misses, share * LEAST_DIRECT)
    known = network.between(start, end)
    if known is None:
        return max(own, UNKNOWN_DIRECT) * _TAIL
    return own * _fit(hop.took_s, [known])


def _fit(took_s: float, legs: Sequence[TravelTime]) -> float:
    """Density of the logarithm of the time that the legs take together, with a tail for stops."""
    usual_s = sum(leg.median_s for leg in legs)
    spread = math.sqrt(sum((leg.median_s * leg.spread) ** 2 for leg in legs)) / usual_s
    spread = max(spread, LEAST_SPREAD)
    off = math.log(max(took_s, 0.5) / usual_s) / spread
    density = math.exp(-(off**2) / 2) / (spread * math.sqrt(math.tau))
    return density + (_TAIL if off > 0 else 0.0)
