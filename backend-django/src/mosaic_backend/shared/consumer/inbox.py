"""Which events are new."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from mosaic_contracts.events import CloudEvent

KEPT = timedelta(days=14)
"""An event that comes again later than this is still caught by the natural keys of what it stores."""


def take(events: Sequence[CloudEvent]) -> list[CloudEvent]:
    """Those that were not handled before, each once, in order; the caller owns the transaction."""
    unique = {(event.source, event.id): event for event in events}
    ordered = sorted(unique)
    with connection.cursor() as cursor:
        # Sorted, so that two consumers of the same events wait for each other instead of deadlocking.
        cursor.execute(
            "INSERT INTO inbox (source, event_id)"
            " SELECT * FROM unnest(%s::text[], %s::uuid[])"
            " ON CONFLICT DO NOTHING RETURNING source, event_id",
            [[source for source, _ in ordered], [event_id for _, event_id in ordered]],
        )
        new = set(cursor.fetchall())
    return [event for key, event in unique.items() if key in new]


def forget_old(now: datetime) -> int:
    """Removes what is older than KEPT, by the instant in the event ids; how many."""
    milliseconds = int((now - KEPT).timestamp() * 1000)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox WHERE event_id < %s", [UUID(int=milliseconds << 80)])
        return int(cursor.rowcount)
