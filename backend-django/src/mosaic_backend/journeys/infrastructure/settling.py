"""Reads that are new or bettered, until they have been learned from."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from mosaic_backend.journeys.infrastructure.models import SettlingRead

REMEMBERED = timedelta(hours=1)
"""For so long a read that was learned from is not learned from again when it gets better."""
_NOTE = (
    "INSERT INTO journeys_settlingread AS known (read_id, due_at, noted_at, learned)"
    " SELECT read_id, due_at, %s, %s FROM unnest(%s::uuid[], %s::timestamptz[])"
    " AS new(read_id, due_at) ORDER BY read_id"
    " ON CONFLICT (read_id) DO UPDATE SET due_at = EXCLUDED.due_at, noted_at = EXCLUDED.noted_at"
)


def note(reads: Iterable[tuple[UUID, datetime]], now: datetime, *, learned: bool = False) -> None:
    """Each with the instant from which it is to be learned from; in the caller's transaction.

    learned: travel times have been learned from those that are not known here any more.
    """
    given = sorted(dict(reads).items())
    if given:
        ids, due = zip(*given, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_NOTE, [now, learned, list(ids), list(due)])


def forget_all() -> None:
    SettlingRead.objects.all().delete()


def alone() -> bool:
    """Whether nobody else learns until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('mosaic-journeys'))")
        return bool(cursor.fetchone()[0])


def due(now: datetime, limit: int) -> list[SettlingRead]:
    """Locked; those that wait longest first."""
    rows = SettlingRead.objects.filter(due_at__lte=now).order_by("due_at")
    return list(rows.select_for_update(skip_locked=True)[:limit])


def done(read_ids: Sequence[UUID]) -> None:
    SettlingRead.objects.filter(read_id__in=read_ids).update(due_at=None, learned=True)


def forget_old(now: datetime) -> int:
    old = SettlingRead.objects.filter(noted_at__lt=now - REMEMBERED, due_at__isnull=True)
    return old.delete()[0]
