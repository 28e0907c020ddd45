"""The relay as it runs: a process between PostgreSQL and RabbitMQ."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import aio_pika
import pytest
from django.db import connection, transaction

from mosaic_backend.shared.outbox import facade
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import Publisher

pytestmark = pytest.mark.django_db(transaction=True)
QUEUE = "streaming.cameras"


@contextmanager
def relay(amqp_url: str) -> Iterator[subprocess.Popen[bytes]]:
    base = urlsplit(os.environ["MOSAIC_DATABASE_URL"])
    settings = connection.settings_dict
    address = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    url = urlunsplit(base._replace(netloc=address, path=f"/{settings['NAME']}"))
    process = subprocess.Popen(
        [sys.executable, "-m", "mosaic_backend", "relay"],
        env=os.environ | {"MOSAIC_DATABASE_URL": url, "MOSAIC_AMQP_URL": amqp_url},
        stdout=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(condition: Callable[[], bool], timeout_s: float = 40) -> None:
    until = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def add(count: int, start: int = 0) -> list[str]:
    ids = []
    for revision in range(start, start + count):
        with transaction.atomic():
            event = facade.add_event(
                CameraChanged(camera_id=new_id(), change="created", revision=revision)
            )
        ids.append(str(event.id))
    return ids


async def received(amqp_url: str, count: int) -> list[CloudEvent]:
    """Takes `count` different events from the queue, in the order of their first arrival."""
    link = await aio_pika.connect(amqp_url)
    async with link:
        channel = await link.channel()
        queue = await channel.get_queue(QUEUE)
        found: dict[str, CloudEvent] = {}
        async with queue.iterator(timeout=20) as messages:
            async for message in messages:
                await message.ack()
                event = CloudEvent.from_json(message.body)
                found.setdefault(str(event.id), event)
                if len(found) == count:
                    break
        return list(found.values())


def empty() -> bool:
    return not OutboxRow.objects.exists()


@pytest.fixture
async def broker(amqp_url: str) -> str:
    """The broker with its queues declared and empty."""
    publisher = Publisher(amqp_url)
    await publisher.publish([])
    await publisher.close()
    link = await aio_pika.connect(amqp_url)
    async with link:
        channel = await link.channel()
        await (await channel.get_queue(QUEUE)).purge()
    return amqp_url


async def in_thread(call: Callable[..., object], *args: object) -> object:
    from asgiref.sync import sync_to_async

    return await sync_to_async(call, thread_sensitive=True)(*args)


async def test_relay_when_events_are_added_then_published_in_order_and_removed(broker):
    with relay(broker):
        ids = await in_thread(add, 20)
        await in_thread(wait_until, empty)
    assert [str(event.id) for event in await received(broker, 20)] == ids


async def test_relay_when_killed_in_the_middle_then_nothing_is_lost(broker):
    ids = await in_thread(add, 400)
    with relay(broker) as process:
        await in_thread(wait_until, lambda: OutboxRow.objects.count() < 400)
        process.send_signal(signal.SIGKILL)
        process.wait()
    ids += await in_thread(add, 3, 400)
    with relay(broker):
        await in_thread(wait_until, empty)
    assert [str(event.id) for event in await received(broker, 403)] == ids


async def test_relay_when_the_broker_is_away_then_events_wait(broker):
    ids = await in_thread(add, 3)
    with relay("amqp://127.0.0.1:1/") as process:
        assert process.stdout is not None
        assert any(b"outbox_relay_failed" in line for line in process.stdout)
    assert await in_thread(OutboxRow.objects.count) == 3
    with relay(broker):
        await in_thread(wait_until, empty)
    assert [str(event.id) for event in await received(broker, 3)] == ids


async def test_relay_when_told_to_stop_then_it_ends_by_itself(broker):
    await in_thread(add, 1)
    with relay(broker) as process:
        await in_thread(wait_until, empty)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_event_when_the_transaction_fails_then_none_waits():
    def fail() -> None:
        with transaction.atomic():
            add(1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert empty()


def test_event_when_outside_a_transaction_then_refused():
    with pytest.raises(transaction.TransactionManagementError):
        facade.add_event(CameraChanged(camera_id=new_id(), change="created", revision=1))
