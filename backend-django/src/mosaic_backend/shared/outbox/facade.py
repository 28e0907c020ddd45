"""What contexts may do with the outbox."""

from django.db import connection, transaction

from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent, EventData, new_event

CHANNEL = "mosaic_outbox"
SOURCE = "mosaic/backend"


def add_event(data: EventData) -> CloudEvent:
    """Puts an event into the outbox; it is published if, and only if, the caller's transaction commits.

    Raises TransactionManagementError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event needs the transaction it tells of")
    event = new_event(data, source=SOURCE)
    OutboxRow.objects.create(event_id=event.id, event=event.to_json().decode())
    with connection.cursor() as cursor:
        # Delivered at commit; several in one transaction are folded into one.
        cursor.execute(f"NOTIFY {CHANNEL}")
    return event


def depth() -> int:
    """How many events wait."""
    return OutboxRow.objects.count()
