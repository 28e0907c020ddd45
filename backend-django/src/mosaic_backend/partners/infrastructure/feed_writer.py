"""Appends to the feed. Its state's row is the writers' queue: positions are in the order of the commits."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from mosaic_backend.partners.domain.feed import camera_of, public_event, scope_of
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.models import FeedRow, FeedState
from mosaic_backend.shared.json_rows import insert_of
from mosaic_backend.shared.plate_protection.fields import storing
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
_INSERT = insert_of(FeedRow)
_PRUNED_AT_ONCE = 20_000


def append(events: Sequence[CloudEvent], now: datetime) -> int:
    """Last thing in the caller's transaction, which others wait for from here on; how many were new."""
    offered = {(e.source, e.id): (e, scope) for e in events if (scope := scope_of(e.type, e.data))}
    if not offered:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        head = int(cursor.fetchone()[0])
        cursor.execute(_KNOWN, [[source for source, _ in offered], [each for _, each in offered]])
        known = set(cursor.fetchall())
        new = [each for key, each in offered.items() if key not in known]
        stored = storing(FeedRow)
        rows = [
            stored(_row(event, scope, position, now))
            for position, (event, scope) in enumerate(new, start=head + 1)
        ]
        cursor.execute(_INSERT, [json.dumps(rows, default=str)])
    FeedState.objects.update(head=head + len(new))
    return len(new)


def _row(event: CloudEvent, scope: Scope, position: int, now: datetime) -> dict[str, Any]:
    return {
        "position": position,
        "source": event.source,
        "event_id": event.id,
        "type": event.type,
        "scope": scope,
        "camera_id": camera_of(event.data),
        "event": public_event(event),
        "stored_at": now,
    }


def prune(now: datetime) -> int:
    """Removes what is older than KEPT, from the oldest on; how many events."""
    old = FeedRow.objects.filter(stored_at__lt=now - KEPT).order_by("position")
    ends = list(old.values_list("position", flat=True)[:_PRUNED_AT_ONCE])
    if not ends:
        return 0
    with transaction.atomic():
        FeedState.objects.filter(pruned__lt=ends[-1]).update(pruned=ends[-1])
        return FeedRow.objects.filter(position__lte=ends[-1]).delete()[0]
