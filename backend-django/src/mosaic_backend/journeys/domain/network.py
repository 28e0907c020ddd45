"""The cameras as a road network: how often drives go on from one to another, and how long that takes."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from mosaic_backend.journeys.domain.travel_times import TravelTime

MOST_BETWEEN = 4
"""Cameras between two sightings that are looked for."""
LEAST_SHARE = 0.02
"""Of the drives that leave a camera; what is rarer is no road but a chain of missed reads or a misread."""

LEAST_WAY = 0.002
"""Of the drives that leave a camera, those that take a way that is thought of."""
MOST_WAYS = 32
MOST_STEPS = 2_000


@dataclass(frozen=True)
class Network:
    """By the camera that drives leave, then by the one that sees them next."""

    pairs: Mapping[UUID, Mapping[UUID, TravelTime]]

    def between(self, one: UUID, other: UUID) -> TravelTime | None:
        """None where too little is known."""
        found = self.pairs.get(one, {}).get(other)
        return found if found is not None and found.known else None

    def share(self, one: UUID, other: UUID) -> float:
        """Of the drives that left `one` and were seen again, how many were seen at `other` next."""
        onward = self.pairs.get(one, {})
        total = sum(pair.hops for pair in onward.values())
        return onward[other].hops / total if other in onward else 0.0

    def ways(self, one: UUID, other: UUID) -> list[tuple[tuple[UUID, ...], float]]:
        """The ways between the two that pass others: these cameras, and the share of drives; likeliest first."""
        waiting: list[tuple[float, int, tuple[UUID, ...]]] = [(-1.0, 0, (one,))]
        found: list[tuple[tuple[UUID, ...], float]] = []
        pushed = 0
        while waiting and len(found) < MOST_WAYS and pushed < MOST_STEPS:
            share, _, way = heapq.heappop(waiting)
            if way[-1] == other:
                found.append((way[1:-1], -share))
                continue
            for onward, part in self._onward(way[-1]):
                last = onward == other
                if (
                    onward in way
                    or (last and len(way) == 1)
                    or (not last and len(way) > MOST_BETWEEN)
                ):
                    continue
                if -share * part >= LEAST_WAY:
                    pushed += 1
                    heapq.heappush(waiting, (share * part, pushed, (*way, onward)))
        return found

    def fastest_s(self, one: UUID, other: UUID) -> float | None:
        """Seconds that the fastest known way takes when all goes fast; None where no way is known."""
        waiting = [(0.0, one.int, one)]
        done: set[UUID] = set()
        while waiting:
            took, _, at = heapq.heappop(waiting)
            if at == other:
                return took
            if at in done:
                continue
            done.add(at)
            for onward, _ in self._onward(at):
                if onward not in done:
                    step = took + self.pairs[at][onward].fastest_s
                    heapq.heappush(waiting, (step, onward.int, onward))
        return None

    def _onward(self, at: UUID) -> Iterator[tuple[UUID, float]]:
        onward = self.pairs.get(at, {})
        total = sum(pair.hops for pair in onward.values())
        for camera, pair in onward.items():
            if pair.known and pair.hops >= LEAST_SHARE * total:
                yield camera, pair.hops / total
