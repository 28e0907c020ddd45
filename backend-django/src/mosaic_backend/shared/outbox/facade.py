"""What contexts may do with the outbox."""

from collections.abc import Iterable

from django.db import connection, transaction

from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent, EventData, new_event

CHANNEL = "mosaic_outbox"
SOURCE = "mosaic/backend"
BATCH = 1000


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
    OutboxRow.objects.bulk_create(
        [OutboxRow(event_id=event.id, event=event.to_json().decode()) for event in events],
        batch_size=BATCH,
    )
    with connection.cursor() as cursor:
        # Delivered at commit; several in one transaction are folded into one.
        cursor.execute(f"NOTIFY {CHANNEL}")
    return events


def depth() -> int:
    """How many events wait."""
    return OutboxRow.objects.count()
