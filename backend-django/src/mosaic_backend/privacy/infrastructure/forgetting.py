"""Forgets plate reads that are old and that nothing needs: batch by batch, each in a transaction of its own.

A pass goes through the reads in the order of their ids and remembers its place in the transaction of each
batch, so that it goes on where it was when the worker is killed. What it did stands in one audit entry.
"""

import time
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection, transaction

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import sites_of_cameras
from mosaic_backend.detections.facade import StoredRead, reads_between
from mosaic_backend.privacy.domain.retention import Deadlines, RetentionRule
from mosaic_backend.privacy.infrastructure.letting_go import let_go, why_kept
from mosaic_backend.privacy.infrastructure.models import PlateRetention, RetentionPass

BATCH = 1000
"""Reads that are looked at in one transaction."""
PASS_EVERY = timedelta(hours=1)
WITHIN_S = 20.0
"""For so long one call goes on; the next one comes soon."""
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('mosaic-plate-retention'))"


def forget_plates(now: datetime) -> int:
    """Goes on with the pass, or begins one where the last is some time ago; how many reads are gone."""
    forgotten, ends_at = 0, time.monotonic() + WITHIN_S
    while time.monotonic() < ends_at:
        gone = _next_batch(now)
        if gone is None:
            break
        forgotten += gone
    return forgotten


def _next_batch(now: datetime) -> int | None:
    """How many reads are gone; None: there is nothing to do now, or somebody else is at it."""
    with transaction.atomic():
        if not _alone():
            return None
        rules = [
            RetentionRule(*row) for row in PlateRetention.objects.values_list("site_id", "days")
        ]
        running = _pass(now, wanted=bool(rules))
        if running is None:
            return None
        deadlines = Deadlines(rules, sites_of_cameras() if rules else {}, now)
        latest = deadlines.latest
        reads = reads_between(running.position, latest, BATCH) if latest else []
        gone = _forget(running, [read for read in reads if _is_due(read, deadlines)], now)
        if len(reads) < BATCH:
            _end(running, now)
        else:
            running.position = reads[-1].id
        running.save()
        return gone


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        return bool(cursor.fetchone()[0])


def _pass(now: datetime, *, wanted: bool) -> RetentionPass | None:
    """The one that is under way, or a new one where that is due and wanted."""
    last = RetentionPass.objects.first()
    if last is not None and last.ended_at is None:
        return last
    if not wanted or (last is not None and last.ended_at and now - last.ended_at < PASS_EVERY):
        return None
    return RetentionPass(id=1, began_at=now)


def _is_due(read: StoredRead, deadlines: Deadlines) -> bool:
    deadline = deadlines.of(read.camera_id)
    return deadline is not None and read.last_seen_at < deadline


def _forget(running: RetentionPass, due: list[StoredRead], now: datetime) -> int:
    kept = why_kept(due, now) if due else {}
    gone = let_go([read.id for read in due if read.id not in kept], now)
    running.forgotten += gone
    running.kept = dict(Counter(running.kept) + Counter(kept.values()))
    return gone


def _end(running: RetentionPass, now: datetime) -> None:
    running.ended_at = now
    if running.forgotten:
        record(
            "system",
            "plates.forgotten",
            "plates",
            {"reads": running.forgotten, "kept": running.kept, "since": running.began_at},
        )
