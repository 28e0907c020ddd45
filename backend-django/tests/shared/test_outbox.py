"""Events in the outbox, few or many: in their order, with the transaction they tell of."""

import pytest
from django.db import transaction

from mosaic_backend.shared.outbox.facade import FEW, add_event, add_events
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_contracts.ids import new_id


def changed(revision: int) -> CameraChanged:
    return CameraChanged(camera_id=new_id(), change="updated", revision=revision)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, FEW, FEW + 1, FEW * 20])
def test_events_when_added_then_kept_in_their_order_as_they_are(count):
    first = add_event(changed(1_000_000))
    added = add_events(changed(number) for number in range(count))
    last = add_event(changed(2_000_000))
    rows = list(OutboxRow.objects.order_by("position"))
    assert [CloudEvent.from_json(row.event.encode()) for row in rows] == [first, *added, last]
    assert [row.event_id for row in rows] == [first.id, *(event.id for event in added), last.id]
    assert all(row.added_at >= rows[0].added_at for row in rows)


@pytest.mark.django_db(transaction=True)
def test_events_when_the_transaction_is_taken_back_then_none_is_there():
    with transaction.atomic():
        add_events(changed(number) for number in range(FEW * 2))
        transaction.set_rollback(True)
    assert not OutboxRow.objects.exists()
    with pytest.raises(transaction.TransactionManagementError):
        add_events([changed(1)] * (FEW * 2))
