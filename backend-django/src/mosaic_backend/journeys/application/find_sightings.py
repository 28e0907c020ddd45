"""All sightings of a plate: read so, corrected to it, or probably misread."""

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from mosaic_backend.detections.facade import (
    Match,
    PlateFilters,
    PlateRecord,
    checked_query,
    corrected,
    find_plates,
    likelihoods,
    passages,
    reads_of,
)
from mosaic_backend.journeys.domain.sightings import (
    CORRECTED,
    Certainty,
    Sighting,
    posterior,
)

MIN_PROBABLE_LENGTH = 3
"""Of shorter texts half the town is a misread."""
NEAR = 200
"""Likely misreads that are weighed for a page."""
COUNTED = 20
"""How often a text was read is counted up to this."""
LOOKED_BACK = timedelta(days=90)
LEAST = 0.5
"""Probability from which a misread is shown, unless the asker says otherwise."""
MOST_MILLISECONDS = 200_000_000_000_000
"""Since 1970; beyond the year 8000 datetimes end before ids do."""
CorrectedTo = Callable[[str, UUID | None, int], list[UUID]]


@dataclass(frozen=True)
class Wish:
    """plate: folded. least: probability of misreads that are wanted; 1: none. cameras None: all."""

    plate: str
    cameras: Set[UUID] | None
    since: datetime | None = None
    until: datetime | None = None
    least: float = LEAST

    @property
    def filters(self) -> PlateFilters:
        return PlateFilters(self.cameras, self.since, self.until)


def plate_of(text: str) -> str:
    """The folded text. Raises InvalidInputError (pointer `text`) for what no plate says."""
    return checked_query(text, Match.EXACT)


class FindSightings:
    def __init__(self, corrected_to: CorrectedTo, now: Callable[[], datetime]) -> None:
        self._corrected_to = corrected_to
        self._now = now

    def __call__(self, wish: Wish, before: UUID | None, limit: int) -> tuple[list[Sighting], bool]:
        """Newest first by id, those of smaller ids than `before`; and whether there are more."""
        plainly = self._read_so(wish, before, limit + 1)
        by_people = self._said_by_people(wish, before, limit + 1)
        guessed = self._guessed(wish, before) if self._guesses(wish) else []
        found = {sighting.id: sighting for sighting in (*guessed, *plainly, *by_people)}
        ordered = sorted(found.values(), key=lambda sighting: sighting.id, reverse=True)
        return ordered[:limit], len(ordered) > limit

    def _read_so(self, wish: Wish, before: UUID | None, limit: int) -> list[Sighting]:
        found: list[PlateRecord] = []
        while len(found) < limit:
            reads = reads_of(wish.plate, wish.filters, before, limit)
            said = corrected([read.id for read in reads])
            found += [
                read for read in reads if read.id not in said or said[read.id].plate == wish.plate
            ]
            if len(reads) < limit:
                break
            before = reads[-1].id
        confirmed = corrected([read.id for read in found])
        return [
            _sighting(read, "corrected", CORRECTED)
            if read.id in confirmed
            else _sighting(read, "read", _sure(read, len(found)))
            for read in found[:limit]
        ]

    def _said_by_people(self, wish: Wish, before: UUID | None, limit: int) -> list[Sighting]:
        found: list[Sighting] = []
        while len(found) < limit:
            ids = self._corrected_to(wish.plate, before, limit)
            said = corrected(ids)
            reads = sorted(passages().reads(ids), key=lambda read: read.id, reverse=True)
            found += [
                _sighting(read, "corrected", CORRECTED)
                for read in reads
                if read.id in said and said[read.id].plate == wish.plate and _within(read, wish)
            ]
            if len(ids) < limit:
                break
            before = ids[-1]
        return found[:limit]

    @staticmethod
    def _guesses(wish: Wish) -> bool:
        return wish.least < 1 and len(wish.plate) >= MIN_PROBABLE_LENGTH

    def _guessed(self, wish: Wish, before: UUID | None) -> list[Sighting]:
        until = wish.until
        if before is not None:
            last = _newest_with(before)
            until = min(until, last) if until else last
        filters = PlateFilters(wish.cameras, wish.since, until)
        hits, _ = find_plates(wish.plate, Match.FUZZY, filters, limit=NEAR, cursor=None)
        reads = [hit.read for hit in hits if hit.read.folded != wish.plate]
        reads = [read for read in reads if before is None or read.id < before]
        said = corrected([read.id for read in reads])
        reads = [read for read in reads if read.id not in said]
        return [
            _sighting(read, "probable", chance)
            for read, chance in zip(reads, self._chances(wish, reads), strict=True)
            if chance >= wish.least
        ]

    def _chances(self, wish: Wish, reads: Sequence[PlateRecord]) -> list[float]:
        if not reads:
            return []
        texts = {read.folded for read in reads}
        seen = passages().of_plates(
            [wish.plate, *texts], wish.cameras, self._now() - LOOKED_BACK, COUNTED
        )
        times = {text: len(found) for text, found in seen.items()}
        by_text: dict[str, list[PlateRecord]] = defaultdict(list)
        for read in reads:
            by_text[read.folded].append(read)
        own: dict[UUID, float] = {}
        for text, alike in by_text.items():
            own |= dict(zip([read.id for read in alike], likelihoods(text, alike), strict=True))
        return [
            posterior(likelihood, times.get(wish.plate, 0), own[read.id], times.get(read.folded, 1))
            for read, likelihood in zip(reads, likelihoods(wish.plate, reads), strict=True)
        ]


def _sighting(read: PlateRecord, certainty: Certainty, probability: float) -> Sighting:
    return Sighting(
        read.id,
        read.camera_id,
        read.text,
        read.first_seen_at,
        read.last_seen_at,
        certainty,
        probability,
    )


def _sure(read: PlateRecord, times: int) -> float:
    """A text that was read again and again is no misread."""
    return min(1 - (1 - read.confidence) / (1 + times), CORRECTED)


def _newest_with(read_id: UUID) -> datetime:
    """When a read of this id may have been seen at the latest: ids carry the instant to a day."""
    milliseconds = min(read_id.int >> 80, MOST_MILLISECONDS)
    return datetime.fromtimestamp(milliseconds / 1000, UTC) + timedelta(days=1)


def _within(read: PlateRecord, wish: Wish) -> bool:
    return (
        (wish.cameras is None or read.camera_id in wish.cameras)
        and (wish.since is None or read.seen_at >= wish.since)
        and (wish.until is None or read.seen_at < wish.until)
    )
