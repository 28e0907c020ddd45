"""Learns from reads that have settled: travel times between cameras, and what reviewers should look at."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.facade import reads_on_watch_lists
from mosaic_backend.detections.facade import (
    Match,
    PlateFilters,
    PlateRecord,
    corrected,
    find_plates,
    passages,
)
from mosaic_backend.journeys.domain.travel_times import LONGEST_HOP, sample_of
from mosaic_backend.journeys.domain.worth import (
    MOST_TIMES,
    SURE,
    Stakes,
    surely_right,
    uncertainty_bits,
    worth,
)
from mosaic_contracts.events import PlateRead

Pair = tuple[UUID, UUID]
SETTLES_AFTER = timedelta(minutes=2)
"""A read that is not said to be final gets no better after this, nearly always."""
LOOKED_BACK = timedelta(days=90)
NEIGHBOURS_SOUGHT = 20
"""Uncertain reads of a batch for which neighbours are looked for, each with a search."""


def due_at(read: PlateRead, now: datetime) -> datetime:
    return now if read.final else now + SETTLES_AFTER


def travel_samples(reads: Sequence[PlateRecord]) -> dict[Pair, list[float]]:
    """Of each pair of cameras, the hops that ended with one of the reads."""
    ids = [read.id for read in reads]
    said = corrected(ids)
    plates = {read.id: said[read.id].plate if read.id in said else read.folded for read in reads}
    before = passages().before(
        [(read.id, plates[read.id], read.first_seen_at) for read in reads], LONGEST_HOP
    )
    taken_away = corrected([passage.id for passage in before.values()])
    found: dict[Pair, list[float]] = defaultdict(list)
    for read in sorted(reads, key=lambda each: each.first_seen_at):
        earlier = before.get(read.id)
        if earlier is None or earlier.camera_id == read.camera_id:
            continue
        if earlier.id in taken_away and taken_away[earlier.id].plate != plates[read.id]:
            continue
        took = (read.first_seen_at - earlier.last_seen_at).total_seconds()
        found[earlier.camera_id, read.camera_id].append(sample_of(took))
    return found


class WeighReads:
    """Which reads wait for a reviewer, and what each is worth."""

    def __init__(self, waiting_by_camera: Callable[[set[UUID]], Mapping[UUID, int]]) -> None:
        self._waiting = waiting_by_camera

    def __call__(
        self, reads: Sequence[PlateRecord], now: datetime
    ) -> list[tuple[PlateRecord, float, Stakes, float]]:
        """Those that are uncertain and that nobody has corrected: read, bits, stakes, worth."""
        said = corrected([read.id for read in reads])
        unsure = [
            read for read in reads if read.id not in said and surely_right(read.glyphs) < SURE
        ]
        if not unsure:
            return []
        unsure.sort(key=lambda read: -uncertainty_bits(read.glyphs))
        texts = {read.folded for read in unsure}
        seen = passages().of_plates(list(texts), None, now - LOOKED_BACK, MOST_TIMES + 1)
        waiting = self._waiting({read.camera_id for read in unsure})
        watched = reads_on_watch_lists([read.id for read in unsure])
        weighed = []
        for number, read in enumerate(unsure):
            stakes = Stakes(
                max(len(seen.get(read.folded, ())) - 1, 0),
                waiting.get(read.camera_id, 0),
                read.id in watched,
                number < NEIGHBOURS_SOUGHT and _has_neighbour(read),
            )
            bits = uncertainty_bits(read.glyphs)
            weighed.append((read, bits, stakes, worth(bits, stakes)))
        return weighed


def _has_neighbour(read: PlateRecord) -> bool:
    """Whether another plate was read that this one may be."""
    if len(read.folded) < 3:
        return False
    filters = PlateFilters(None, since=read.seen_at - LOOKED_BACK)
    hits, _ = find_plates(read.folded[:32], Match.FUZZY, filters, limit=8, cursor=None)
    return any(hit.read.folded != read.folded for hit in hits)
