"""`consume` as a process, on real parts, while they fail it."""

import asyncio
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import aio_pika
import psycopg
import pytest
import redis
from django.db import connection
from event_factories import detection, plate_read
from rest_framework.test import APIClient

from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.audit.infrastructure.models import AuditEntry
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.shared.consumer.models import InboxRow
from mosaic_backend.shared.fanout.entries import STREAM
from mosaic_contracts.events import AuditRecorded, CloudEvent, new_event
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import Publisher, dead_queue_of

from .conftest import CHILD, DYING, Start, eventually

QUEUE = "backend.events"


@pytest.fixture(autouse=True)
def _nothing_left(amqp_url: str, redis_url: str) -> Iterator[None]:
    """By these tests, nor by those of other folders, which share broker and Redis."""
    _clear(amqp_url, redis_url)
    yield
    _clear(amqp_url, redis_url)


def _clear(amqp_url: str, redis_url: str) -> None:
    asyncio.run(_delete_queues(amqp_url))
    redis.Redis.from_url(redis_url).delete(STREAM)


async def _delete_queues(amqp_url: str) -> None:
    """Emptied they would not stay empty: what a consumer that ended had not acknowledged returns later."""
    async with await aio_pika.connect(amqp_url) as broker:
        channel = await broker.channel()
        for name in (QUEUE, dead_queue_of(QUEUE)):
            await channel.queue_delete(name)


def publish(amqp_url: str, events: Sequence[CloudEvent]) -> None:
    async def run() -> None:
        publisher = Publisher(amqp_url)
        await publisher.publish(events)
        await publisher.close()

    asyncio.run(run())


def depth(amqp_url: str, queue: str) -> int:
    async def run() -> int:
        async with await aio_pika.connect(amqp_url) as broker:
            channel = await broker.channel()
            declared = await channel.get_queue(queue)
            return declared.declaration_result.message_count or 0

    return asyncio.run(run())


def reads(number: int) -> list[CloudEvent]:
    return [new_event(plate_read(f"AB{n:05}"), source="mosaic/ai") for n in range(number)]


def screen_ids(redis_url: str) -> list[str]:
    rows = redis.Redis.from_url(redis_url, decode_responses=True).xrange(STREAM)
    return [str(CloudEvent.from_json(fields["event"].encode()).id) for _, fields in rows]


def test_consumer_when_killed_between_commit_and_ack_then_nothing_is_lost_or_doubled(
    start: Start, amqp_url: str, redis_url: str, admin: APIClient
) -> None:
    admin.post("/api/v1/watchlists", {"name": "Stolen", "entries": [{"text": "AB00003"}]})
    events = [*reads(120), *(new_event(detection(), source="mosaic/ai") for _ in range(80))]
    publish(amqp_url, [*events, *events[:20]])
    dying = start(str(DYING))
    assert dying.wait(timeout=90) == -9
    committed = InboxRow.objects.count()
    assert 0 < committed < len(events)
    assert PlateRead.objects.count() > 0
    start()
    eventually(lambda: InboxRow.objects.count() == len(events))
    assert PlateRead.objects.count() == 120
    assert Detection.objects.count() == 80
    assert Alert.objects.count() == 1
    eventually(lambda: {str(event.id) for event in events} <= set(screen_ids(redis_url)))
    eventually(lambda: depth(amqp_url, QUEUE) == 0)


def test_consumer_when_an_event_is_poison_then_it_is_buried_and_the_rest_stored(
    start: Start, amqp_url: str
) -> None:
    good = reads(5)
    broken = new_event(plate_read("AB1"), source="mosaic/ai")
    poison = [
        broken.model_copy(update={"data": {**broken.data, "confidence": 7}}),
        new_event(plate_read("---"), source="mosaic/ai"),
    ]
    publish(amqp_url, [*good[:2], *poison, *good[2:]])
    start()
    eventually(lambda: depth(amqp_url, dead_queue_of(QUEUE)) == 2)
    eventually(lambda: PlateRead.objects.count() == 5)
    assert InboxRow.objects.count() == 5


def test_consumer_when_the_database_goes_away_then_it_waits_and_goes_on(
    start: Start, amqp_url: str, postgres_url: str
) -> None:
    process = start()
    publish(amqp_url, reads(3))
    eventually(lambda: PlateRead.objects.count() == 3)
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(postgres_url, autocommit=True) as outside:
        _allow(outside, name, False)
        try:
            publish(amqp_url, reads(50))
            eventually(lambda: "handler_unavailable" in _log_of(process))
        finally:
            _allow(outside, name, True)
    eventually(lambda: PlateRead.objects.count() == 53)
    assert depth(amqp_url, dead_queue_of(QUEUE)) == 0


def _allow(outside: "psycopg.Connection[tuple[object, ...]]", name: str, allowed: bool) -> None:
    outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
    if not allowed:
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND application_name = %s",
            [name, CHILD],
        )


def _log_of(process: "subprocess.Popen[bytes]") -> str:
    return Path(f"/proc/{process.pid}/fd/1").resolve().read_text()


def test_consumer_when_redis_is_away_then_stores_on_and_tells_the_screens_later(
    start: Start, amqp_url: str, free_port: Callable[[], int], tmp_path: Path
) -> None:
    port = free_port()
    start(MOSAIC_REDIS_URL=f"redis://127.0.0.1:{port}/0")
    events = reads(30)
    publish(amqp_url, events)
    eventually(lambda: PlateRead.objects.count() == 30)
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    try:
        url = f"redis://127.0.0.1:{port}/0"
        eventually(lambda: _reachable(url) and len(screen_ids(url)) == 30)
        assert screen_ids(url) == [str(event.id) for event in events]
    finally:
        server.kill()
        server.wait()


def _reachable(url: str) -> bool:
    parts = urlsplit(url)
    try:
        return bool(redis.Redis(host=parts.hostname or "", port=parts.port or 0).ping())
    except redis.ConnectionError:
        return False


def test_consumer_when_the_same_read_comes_as_another_event_then_the_row_stays_one(
    start: Start, amqp_url: str
) -> None:
    read_id = new_id()
    publish(
        amqp_url,
        [
            new_event(plate_read(text, read_id=read_id, revision=revision), source=source)
            for text, revision, source in (
                ("AB12", 2, "mosaic/ai"),
                ("AB1", 1, "mosaic/ai"),
                ("AB12", 2, "mosaic/ai-2"),
            )
        ],
    )
    start()
    eventually(lambda: InboxRow.objects.count() == 3)
    assert [(row.text, row.revision) for row in PlateRead.objects.all()] == [("AB12", 2)]


def test_consumer_when_another_part_tells_of_an_access_then_audited_once_and_not_on_screens(
    start: Start, amqp_url: str, redis_url: str
) -> None:
    said = AuditRecorded(
        at=datetime(2026, 11, 20, tzinfo=UTC),
        actor_kind="user",
        actor="ann",
        actor_id="u1",
        action="stream.opened",
        target="camera:1",
        address="192.0.2.7",
        request_id="r",
    )
    event = new_event(said, source="mosaic/streaming")
    last = new_event(detection(), source="mosaic/ai")
    publish(amqp_url, [event, event, last])
    start()
    eventually(lambda: str(last.id) in screen_ids(redis_url))
    row = AuditEntry.objects.get(action="stream.opened")
    assert (row.at, row.actor_kind, row.actor, row.actor_id) == (said.at, "user", "ann", "u1")
    assert (row.subject, row.address, row.request_id) == ("camera:1", "192.0.2.7", "r")
    assert screen_ids(redis_url) == [str(last.id)]
