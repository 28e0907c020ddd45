"""What contexts may do with the outbox."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent, EventData, new_event

CHANNEL = "mosaic_outbox"
SOURCE = "mosaic/backend"
FEW = 50
"""More go by COPY: what an INSERT costs is quoting the JSON."""


def add_event(data: EventData) -> CloudEvent:
    """Puts an event into the outbox; it is published if, and only if, the caller's transaction commits.

    Raises TransactionManagementError outside a transaction.
    """
    [event] = add_events([data])
    return event


def add_events(data: Iterable[EventData]) -> list[CloudEvent]:
    """The same for several, in their order."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event needs the transaction it tells of")
    events = [new_event(one, source=SOURCE) for one in data]
    rows = [OutboxRow(event_id=event.id, event=event.to_json().decode()) for event in events]
    if len(rows) > FEW:
        _copy(rows)
    else:
        OutboxRow.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        # Delivered at commit; several in one transaction are folded into one.
        cursor.execute(f"NOTIFY {CHANNEL}")
    return events


def _copy(rows: list[OutboxRow]) -> None:
    """Positions are taken in the order of the rows, as by an INSERT."""
    table = connection.ops.quote_name(OutboxRow._meta.db_table)
    now, stored = timezone.now(), OutboxRow._meta.get_field("event").stored
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} (event_id, event, added_at) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row((row.event_id, stored(row.event), now))


def depth() -> int:
    """How many events wait."""
    return OutboxRow.objects.count()


def forget_events(is_of: Callable[[dict[str, Any]], bool]) -> int:
    """Those that wait and whose data is what `is_of` says are never published; how many."""
    rows = OutboxRow.objects.order_by("position").values_list("position", "event").iterator()
    gone = [place for place, event in rows if is_of(json.loads(event).get("data") or {})]
    return OutboxRow.objects.filter(position__in=gone).delete()[0]
