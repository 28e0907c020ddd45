"""Appends to the feed. Its state's row is the writers' queue: positions are in the order of the commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from mosaic_backend.partners.domain.feed import camera_of, public_event, scope_of
from mosaic_backend.partners.infrastructure.models import FeedRow, FeedState
from mosaic_contracts.events import CloudEvent

KEPT = timedelta(days=7)
_LOCK = (
    "INSERT INTO partners_feedstate AS state (id, head, pruned) VALUES (1, 0, 0)"
    " ON CONFLICT (id) DO UPDATE SET head = state.head RETURNING head"
)
_KNOWN = (
    "SELECT source, event_id FROM partners_feedrow WHERE (source, event_id) IN"
    " (SELECT * FROM unnest(%s::text[], %s::uuid[]))"
)
_PRUNED_AT_ONCE = 20_000


def append(events: Sequence[CloudEvent], now: datetime) -> int:
    """Last thing in the caller's transaction, which others wait for from here on; how many were new."""
    rows = [row for event in events if (row := _row(event, now)) is not None]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        head = int(cursor.fetchone()[0])
        cursor.execute(_KNOWN, [[row.source for row in rows], [row.event_id for row in rows]])
        known = set(cursor.fetchall())
    fresh = {(row.source, row.event_id): row for row in rows}
    new = [row for key, row in fresh.items() if key not in known]
    for position, row in enumerate(new, start=head + 1):
        row.position = position
    FeedRow.objects.bulk_create(new)
    FeedState.objects.update(head=head + len(new))
    return len(new)


def _row(event: CloudEvent, now: datetime) -> FeedRow | None:
    scope = scope_of(event.type, event.data)
    if scope is None:
        return None
    return FeedRow(
        source=event.source,
        event_id=event.id,
        type=event.type,
        scope=scope,
        camera_id=camera_of(event.data),
        event=public_event(event),
        stored_at=now,
    )


def prune(now: datetime) -> int:
    """Removes what is older than KEPT, from the oldest on; how many events."""
    old = FeedRow.objects.filter(stored_at__lt=now - KEPT).order_by("position")
    ends = list(old.values_list("position", flat=True)[:_PRUNED_AT_ONCE])
    if not ends:
        return 0
    with transaction.atomic():
        FeedState.objects.filter(pruned__lt=ends[-1]).update(pruned=ends[-1])
        return FeedRow.objects.filter(position__lte=ends[-1]).delete()[0]
