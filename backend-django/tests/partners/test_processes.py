"""From RabbitMQ to a receiver through the real processes, while they are killed."""

from collections.abc import Callable, Iterator

import pytest
from consumer.conftest import Start, eventually, parts, start  # noqa: F401 - fixtures
from consumer.test_consumer import publish, reads
from rest_framework.test import APIClient

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.infrastructure.models import FeedRow, FeedState, Webhook
from partners.receivers import Receiver
from partners.test_webhooks import LOOPBACK, add

Partner = Callable[..., APIClient]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setitem(environment().__dict__, "webhook_networks", LOOPBACK)
    receiver = Receiver()
    yield receiver
    receiver.close()


def test_events_when_consumer_and_worker_are_killed_then_each_is_delivered_in_order(
    start: Start,  # noqa: F811
    amqp_url: str,
    partner: Partner,
    receiver: Receiver,
) -> None:
    add(partner(), receiver)
    work = ("-m", "mosaic_backend", "work")
    networks = {"MOSAIC_WEBHOOK_NETWORKS": "127.0.0.0/8"}
    consumer, worker = start(), start(*work, **networks)
    sent = reads(60)
    publish(amqp_url, sent[:20])
    eventually(lambda: len(receiver.got) >= 5)
    for process in (consumer, worker):
        process.kill()
        process.wait()
    publish(amqp_url, sent[20:])
    start()
    start(*work, **networks)
    eventually(lambda: len(set(receiver.ids)) == 60)
    eventually(lambda: Webhook.objects.get().position == 60)
    rows = FeedRow.objects.order_by("position")
    assert list(rows.values_list("position", flat=True)) == list(range(1, 61))
    assert FeedState.objects.get().head == 60
    # At least once: what was taken when the worker was killed may have come twice, next to each other.
    delivered = [
        each for n, each in enumerate(receiver.ids) if n == 0 or each != receiver.ids[n - 1]
    ]
    assert delivered == [str(row.event_id) for row in rows]
    assert set(delivered) == {str(event.id) for event in sent}
