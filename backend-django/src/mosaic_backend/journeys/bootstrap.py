"""Wires the context: what is learned, and the use cases that look at it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mosaic_backend.detections.facade import fold, passages
from mosaic_backend.journeys.application.find_companions import FindCompanions
from mosaic_backend.journeys.application.find_sightings import FindSightings
from mosaic_backend.journeys.application.learn import WeighReads, due_at, travel_samples
from mosaic_backend.journeys.application.reconstruct import ReconstructJourney
from mosaic_backend.journeys.infrastructure import (
    corrected_reads,
    review_store,
    settling,
    travel_store,
)
from mosaic_backend.journeys.infrastructure.models import ReviewItem
from mosaic_contracts.events import PlateCorrected, PlateRead

BATCH = 500
NOTED_AT_ONCE = 10_000


def find_sightings() -> FindSightings:
    return FindSightings(corrected_reads.reads_corrected_to, timezone.now)


def reconstruct_journey() -> ReconstructJourney:
    return ReconstructJourney(find_sightings(), travel_store.network)


def find_companions() -> FindCompanions:
    return FindCompanions(find_sightings())


def note_reads(reads: Sequence[PlateRead], now: datetime) -> None:
    settling.note(((read.read_id, due_at(read, now)) for read in reads), now)


def note_corrections(corrections: Sequence[PlateCorrected], now: datetime) -> None:
    latest: dict[object, PlateCorrected] = {}
    for each in sorted(corrections, key=lambda correction: correction.corrected_at):
        latest[each.read_id] = each
    corrected_reads.put(
        {each.read_id: (fold(each.text or ""), each.corrected_at) for each in latest.values()}
    )
    # The worker weighs them anew: what is corrected leaves the queue, what is no more comes back.
    settling.note(((each.read_id, now) for each in latest.values()), now, learned=True)


def learn(now: datetime) -> int:
    """One batch of the reads that have settled, in a transaction: each hop is learned once."""
    with transaction.atomic():
        if not settling.alone():
            return 0
        rows = settling.due(now, BATCH)
        if not rows:
            return 0
        reads = passages().reads([row.read_id for row in rows])
        known = {row.read_id for row in rows if row.learned}
        new = [read for read in reads if read.id not in known]
        travel_store.add_samples(travel_samples(new), now)
        weighed = WeighReads(review_store.waiting_by_camera)(reads, now)
        review_store.remove([row.read_id for row in rows])
        review_store.put(
            ReviewItem(
                read_id=read.id,
                camera_id=read.camera_id,
                worth=value,
                bits=bits,
                times_read=stakes.times_read,
                on_watch_list=stakes.on_watch_list,
                near_neighbour=stakes.near_neighbour,
                seen_at=read.seen_at,
            )
            for read, bits, stakes, value in weighed
        )
        settling.done([row.read_id for row in rows])
    return len(rows)


def learn_anew(since: datetime, now: datetime) -> int:
    """Forgets all travel times and has the worker learn from the stored reads since then. How many."""
    noted, after = 0, None
    with transaction.atomic():
        travel_store.forget_all()
        settling.forget_all()
        while ids := passages().ids_since(since, after, NOTED_AT_ONCE):
            settling.note(((read_id, now) for read_id in ids), now)
            noted, after = noted + len(ids), ids[-1]
    return noted


def forget_old(now: datetime) -> int:
    return settling.forget_old(now) + review_store.forget_old(now)
