"""The sandbox's feed as list, stream and webhooks: the same ids in the same order."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from consumer.conftest import eventually
from django.db import transaction
from django.test import AsyncClient
from event_factories import detection
from rest_framework.test import APIClient

from mosaic_backend.config.environment import environment
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.infrastructure import feed_writer, keys, replay_store, streams
from mosaic_backend.partners.infrastructure.models import ApiClient, Webhook
from mosaic_contracts.events import new_event
from partners.receivers import Receiver
from partners.test_sandbox import API, HOUR_MS, client, feed, sandbox, stand  # noqa: F401 - fixtures
from partners.test_webhooks import LOOPBACK, Delivering

Make = Callable[..., ApiClient]


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    monkeypatch.setitem(environment().__dict__, "webhook_networks", LOOPBACK)
    receiver = Receiver()
    yield receiver
    receiver.close()


async def streamed(text: str, after: str, count: int) -> list[dict[str, Any]]:
    answer = await AsyncClient().get(
        f"{API}/events",
        headers={"X-API-Key": text, "Accept": "text/event-stream", "Last-Event-ID": after},
    )
    events: list[dict[str, Any]] = []
    parts: AsyncIterator[bytes] = answer.streaming_content
    async for part in parts:
        for line in part.decode().splitlines():
            events += [json.loads(line[6:])] if line.startswith("data: ") else []
        if len(events) >= count:
            await sync_to_async(answer.close)()
            return events
    raise AssertionError("the stream ended")


@pytest.mark.django_db(transaction=True)
async def test_list_stream_and_webhook_when_read_then_the_same_ids_in_the_same_order(
    api_client: Make, receiver: Receiver, postgres_url: str
) -> None:
    def begin() -> tuple[ApiClient, str, str]:
        row = api_client(sandbox=True)
        stand(row, 7 * HOUR_MS)
        caller = APIClient(headers={"X-API-Key": keys.issue(row, "root").text})
        added = caller.post(f"{API}/webhooks", {"url": receiver.url}, format="json")
        assert added.status_code == 201, added.content
        stand(row, 7 * HOUR_MS + 20 * 60_000)
        return row, keys.issue(row, "root").text, added.json()["cursor"]

    row, text, cursor = await sync_to_async(begin)()

    def deliver() -> list[dict[str, Any]]:
        listed = feed(APIClient(headers={"X-API-Key": text}), cursor)
        with Delivering(postgres_url):
            eventually(lambda: len(receiver.got) >= len(listed))
        return listed

    listed = await sync_to_async(deliver)()
    assert len(listed) > 20
    assert [delivery.event for delivery in receiver.got] == listed
    assert await streamed(text, cursor, len(listed)) == listed
    assert (await sync_to_async(Webhook.objects.get)()).failures == 0
    assert row.sandbox


@pytest.mark.django_db(transaction=True)
def test_webhook_when_of_a_live_client_then_hears_only_the_live_feed(
    api_client: Make, receiver: Receiver, postgres_url: str
) -> None:
    for sandboxed in (True, False):
        row = api_client(sandbox=sandboxed)
        if sandboxed:
            stand(row, 7 * HOUR_MS)
        caller = APIClient(headers={"X-API-Key": keys.issue(row, "root").text})
        added = caller.post(
            f"{API}/webhooks", {"url": f"{receiver.url}?sandbox={sandboxed}"}, format="json"
        )
        assert added.status_code == 201
    live = new_event(detection(), source="mosaic/ai")
    with transaction.atomic():
        feed_writer.append([live], datetime.now(UTC))
    with Delivering(postgres_url):
        eventually(lambda: len(receiver.got) >= 1)
    assert receiver.ids == [str(live.id)]


def test_webhook_when_begun_anew_then_goes_on_from_there_and_replays_by_cursor(
    client: APIClient,  # noqa: F811
    sandbox: ApiClient,  # noqa: F811
    receiver: Receiver,
) -> None:
    hook = client.post(f"{API}/webhooks", {"url": receiver.url}).json()
    replay_store.change(
        sandbox.id, datetime.now(UTC), start=datetime(2026, 1, 1, 12, tzinfo=UTC).time()
    )
    oldest = client.get(f"{API}/sandbox").json()["oldest_cursor"]
    assert client.get(f"{API}/webhooks/{hook['id']}").json()["cursor"] == oldest
    answer = client.post(f"{API}/webhooks/{hook['id']}/replay", {"after": oldest})
    assert (answer.status_code, answer.json()["cursor"]) == (202, oldest)
    for wrong, status in ((cursor_of(1), 400), (cursor_of(1, sandbox=True), 409)):
        refused = client.post(f"{API}/webhooks/{hook['id']}/replay", {"after": wrong})
        assert refused.status_code == status


@pytest.fixture(autouse=True)
def _no_stream_is_left() -> Iterator[None]:
    yield
    assert not streams._open
