"""The likeliest route of a plate: which sightings are one vehicle's drive, by sureness and travel times.

Each sighting is in or out. One that is in counts log(p / (1 - p)), each hop between two that follow each other the
logarithm of its plausibility; the best sum is found by dynamic programming over the sightings in time.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mosaic_backend.journeys.domain.network import Network
from mosaic_backend.journeys.domain.sightings import Sighting
from mosaic_backend.journeys.domain.travel_times import LONGEST_HOP, SLOW, TOO_FAST

Verdict = Literal["usual", "slow", "too-fast", "unknown", "same-camera", "new-drive"]
MOST_LEFT_OUT = 8
"""In a row; a route that leaves out more begins anew."""
LEAST = 1e-3
"""Plausibility of a hop that cannot be: two sightings that are surer than this stay, and the hop is marked."""
OF_UNKNOWN = 0.5
FASTER_THAN_ANY = 0.6
"""A hop that takes less than this share of the fastest known way is too fast."""


@dataclass(frozen=True)
class Hop:
    """usual_s: what it takes in the median; deviation: in standard deviations from that; None where not known."""

    start: Sighting
    end: Sighting
    took_s: float
    usual_s: float | None
    deviation: float | None
    verdict: Verdict
    plausibility: float

    @property
    def doubtful(self) -> bool:
        return self.verdict == "too-fast"


@dataclass(frozen=True)
class Route:
    """sightings, hops: in time, one hop fewer. left_out: not of this drive, with the hop that speaks against."""

    sightings: list[Sighting]
    hops: list[Hop]
    left_out: list[tuple[Sighting, Hop | None]]


def hop_of(start: Sighting, end: Sighting, network: Network) -> Hop:
    took = (end.first_seen_at - start.last_seen_at).total_seconds()
    if start.camera_id == end.camera_id:
        return Hop(start, end, took, None, None, "same-camera", 1.0)
    if took > LONGEST_HOP.total_seconds():
        return Hop(start, end, took, None, None, "new-drive", 1.0)
    known = network.between(start.camera_id, end.camera_id)
    if known is None:
        fastest = network.fastest_s(start.camera_id, end.camera_id)
        if fastest is not None and took < fastest * FASTER_THAN_ANY:
            return Hop(start, end, took, None, None, "too-fast", LEAST)
        return Hop(start, end, took, None, None, "unknown", OF_UNKNOWN)
    deviation = known.deviation(took)
    if deviation <= -TOO_FAST:
        return Hop(start, end, took, known.median_s, deviation, "too-fast", LEAST)
    verdict: Verdict = "slow" if deviation >= SLOW else "usual"
    # A vehicle may stop; only what is faster than the median speaks against a hop.
    plausible = max(math.exp(-(min(deviation, 0.0) ** 2) / 2), LEAST)
    return Hop(start, end, took, known.median_s, deviation, verdict, plausible)


def likeliest_route(sightings: Sequence[Sighting], network: Network) -> Route:
    """Of sightings in any order; at most some hundred."""
    given = sorted(sightings, key=lambda sighting: (sighting.first_seen_at, sighting.id))
    hops: dict[tuple[int, int], Hop] = {}
    best: list[float] = []
    came_from: list[int | None] = []
    for at, sighting in enumerate(given):
        ways: list[tuple[float, int | None]] = [(0.0, None)]
        for before in range(max(0, at - 1 - MOST_LEFT_OUT), at):
            hop = hops[before, at] = hop_of(given[before], sighting, network)
            ways.append((best[before] + math.log(hop.plausibility), before))
        gained, before_best = max(ways, key=lambda way: way[0])
        best.append(gained + _surplus(sighting.probability))
        came_from.append(before_best)
    chosen: list[int] = []
    at_end = max(range(len(given)), key=best.__getitem__, default=None)
    while at_end is not None:
        chosen.append(at_end)
        at_end = came_from[at_end]
    chosen.reverse()
    taken = set(chosen)
    return Route(
        [given[at] for at in chosen],
        [hops[one, other] for one, other in pairwise(chosen)],
        [
            (given[at], _against(given[at], [given[each] for each in chosen], network))
            for at in range(len(given))
            if at not in taken
        ],
    )


def _surplus(probability: float) -> float:
    """log(p / (1 - p)); a sighting is never quite sure."""
    sure = min(max(probability, 1e-3), 0.999)
    return math.log(sure / (1 - sure))


def _against(out: Sighting, route: Sequence[Sighting], network: Network) -> Hop | None:
    """The hop to or from the route that speaks most against a sighting that was left out."""
    before = [each for each in route if each.first_seen_at <= out.first_seen_at][-1:]
    after = [each for each in route if each.first_seen_at > out.first_seen_at][:1]
    hops = [hop_of(each, out, network) for each in before]
    hops += [hop_of(out, each, network) for each in after]
    return min(hops, key=lambda hop: hop.plausibility, default=None)
