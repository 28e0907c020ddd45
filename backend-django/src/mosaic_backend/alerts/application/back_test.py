"""What a watch list would have told, had it been armed: its matches among the reads of the past."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.alerts.application.alerts import PlateMatch, SeenPlate, WatchedPlate
from mosaic_backend.alerts.application.match_plates import Likelihoods, beside, match_plates
from mosaic_backend.alerts.domain.rules import ListRules, Muted

PLATES_ONE_BY_ONE = 50
"""Up to so many plates are searched for each; of more, all reads are compared with the list."""
MOST_HITS = 20_000
MOST_NEIGHBOURS = 1000
"""So many near hits are compared with what else was read in their passage."""
PASSAGE = timedelta(minutes=1)


class Doubt(StrEnum):
    """Why a hit is likely false."""

    UNLIKELY = "unlikely"
    READ_OTHERWISE = "read-otherwise"


class CancelledTestError(Exception):
    """Nobody wants to know any more."""


@dataclass(frozen=True)
class Hit:
    """muted: why it would have been told nobody; of a list that is armed and not snoozed."""

    match: PlateMatch
    doubt: Doubt | None = None
    muted: Muted | None = None


@dataclass(frozen=True)
class Result:
    """covered_from: from when on reads were looked at; later than asked for where `truncated`."""

    hits: list[Hit]
    covered_from: datetime
    truncated: bool


class History(Protocol):
    """The reads of one span and of the cameras that the asker may search."""

    def of_plate(self, folded: str, least: float) -> Iterator[SeenPlate]:
        """Those that are of the plate, or may be with that likelihood."""

    def newest_first(self) -> Iterator[list[SeenPlate]]:
        """All of them, in pages."""

    def beside(self, read: SeenPlate, within: timedelta) -> list[SeenPlate]:
        """What else its camera read about then."""


@dataclass(frozen=True)
class BackTest:
    """plates: those to search one by one; None: reads are compared with what `watched` finds by keys.

    tell: takes how much is done (0..1); raises CancelledTestError. out_of_time: whether to stop now.
    """

    rules: ListRules
    since: datetime
    until: datetime
    likely_false_below: float
    history: History
    likelihoods: Likelihoods
    plates: Sequence[WatchedPlate] | None
    watched: Callable[[Collection[int]], Iterable[WatchedPlate]]
    zones: Callable[[Collection[UUID]], Mapping[UUID, ZoneInfo]]
    tell: Callable[[float], None]
    out_of_time: Callable[[], bool]

    def run(self) -> Result:
        found, covered_from, truncated = (
            self._by_reads() if self.plates is None else self._by_plates(self.plates)
        )
        ordered = sorted(found, key=lambda match: (match.seen.seen_at, match.seen.read_id))
        zones = self.zones({match.seen.camera_id for match in ordered})
        watched = [
            match
            for match in ordered
            if self.rules.watch_at(match.seen.seen_at, zones[match.seen.camera_id])
        ]
        return Result(list(self._judged(watched, zones)), covered_from, truncated)

    def _by_plates(
        self, plates: Sequence[WatchedPlate]
    ) -> tuple[Iterable[PlateMatch], datetime, bool]:
        best: dict[UUID, PlateMatch] = {}
        for number, plate in enumerate(plates):
            self.tell(number / len(plates))
            if self.out_of_time() or len(best) > MOST_HITS:
                return list(best.values())[:MOST_HITS], self.since, True
            seen = [
                read
                for read in {
                    read.read_id: read
                    for read in self.history.of_plate(plate.folded, self.rules.min_likelihood)
                }.values()
                if self.rules.watch_camera(read.camera_id)
            ]
            for match in self._matches(plate, seen):
                known = best.get(match.seen.read_id)
                if known is None or _rank(match) > _rank(known):
                    best[match.seen.read_id] = match
        return best.values(), self.since, False

    def _matches(self, plate: WatchedPlate, seen: Sequence[SeenPlate]) -> Iterator[PlateMatch]:
        scores = self.likelihoods([beside(plate.folded, read) for read in seen])
        for read, score in zip(seen, scores, strict=True):
            if read.folded == plate.folded:
                yield PlateMatch(read, plate, 1.0)
            elif score >= self.rules.min_likelihood:
                yield PlateMatch(read, plate, float(score))

    def _by_reads(self) -> tuple[list[PlateMatch], datetime, bool]:
        found: list[PlateMatch] = []
        for page in self.history.newest_first():
            keys = {key for read in page for key in read.keys}
            found += match_plates(page, self.watched(keys), self.likelihoods)
            last = page[-1].seen_at
            self.tell((self.until - last) / (self.until - self.since))
            if self.out_of_time() or len(found) >= MOST_HITS:
                return found[:MOST_HITS], last, True
        return found, self.since, False

    def _judged(
        self, matches: Sequence[PlateMatch], zones: Mapping[UUID, ZoneInfo]
    ) -> Iterator[Hit]:
        told: dict[tuple[str, UUID], datetime] = {}
        cooldown, compared = timedelta(seconds=self.rules.cooldown_s), 0
        for match in matches:
            at, camera = match.seen.seen_at, match.seen.camera_id
            muted = self.rules.mute_by_hours(at, zones[camera])
            subject = (match.watched.folded, camera)
            if muted is None and subject in told and at - told[subject] < cooldown:
                muted = Muted.COOLDOWN
            if muted is None:
                told[subject] = at
            doubt = None
            if not match.exact and match.likelihood < self.likely_false_below:
                doubt = Doubt.UNLIKELY
            elif not match.exact and compared < MOST_NEIGHBOURS:
                compared += 1
                doubt = self._neighbours_doubt(match)
            yield Hit(match, doubt, muted)

    def _neighbours_doubt(self, match: PlateMatch) -> Doubt | None:
        """Whether the same vehicle was read in that passage as another plate than the watched one."""
        near = [
            read
            for read in self.history.beside(match.seen, PASSAGE)
            if read.read_id != match.seen.read_id and set(read.keys) & set(match.seen.keys)
        ]
        if not near:
            return None
        self.tell(1.0)
        wanted = match.watched.folded
        scores = self.likelihoods([beside(wanted, read) for read in near])
        like = [
            read.folded == wanted or score >= self.rules.min_likelihood
            for read, score in zip(near, scores, strict=True)
        ]
        return None if all(like) else Doubt.READ_OTHERWISE


def _rank(match: PlateMatch) -> tuple[bool, float]:
    return match.exact, match.likelihood
