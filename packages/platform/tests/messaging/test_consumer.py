"""Consumer and Publisher on a real RabbitMQ."""

import asyncio
from collections.abc import Sequence

import aio_pika
import pytest

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import EXCHANGE, CameraChanged, CloudEvent
from mosaic_platform.messaging import (
    Consumer,
    Publisher,
    RejectedEventError,
    dead_queue_of,
)

from .support import event, eventually, number_of, running, take

TYPES = [CameraChanged.TYPE]


async def test_events_arrive_in_order_and_in_batches_when_published(
    amqp_url: str, queue: str
) -> None:
    batches: list[list[int]] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        batches.append([number_of(told) for told in events])

    consumer = Consumer(amqp_url, queue, TYPES, batch_size=50, batch_wait_s=0.2)
    publisher = Publisher(amqp_url)
    async with running(consumer.run(handle)):
        await _bound(amqp_url, queue)
        await publisher.publish([event(number) for number in range(150)])
        await eventually(lambda: sum(map(len, batches)) == 150)
    await publisher.close()
    assert [number for batch in batches for number in batch] == list(range(150))
    assert max(map(len, batches)) > 1
    assert max(map(len, batches)) <= 50


async def test_event_published_before_its_consumer_ran_is_kept(amqp_url: str) -> None:
    publisher = Publisher(amqp_url)
    marker = event(4711)
    await publisher.publish([marker])
    await publisher.close()
    seen: list[CloudEvent] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        seen.extend(events)

    async with running(Consumer(amqp_url, "ai.cameras", TYPES).run(handle)):
        await eventually(lambda: marker in seen)


async def test_body_that_is_no_event_goes_to_the_dead_letters_with_its_reason(
    amqp_url: str, queue: str
) -> None:
    handled: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        handled.extend(number_of(told) for told in events)

    async with running(Consumer(amqp_url, queue, TYPES, batch_size=10).run(handle)):
        await _bound(amqp_url, queue)
        await _publish_raw(amqp_url, b'{"specversion": "1.0"')
        publisher = Publisher(amqp_url)
        await publisher.publish([event(1)])
        await publisher.close()
        dead = await take(amqp_url, dead_queue_of(queue))
        await eventually(lambda: handled == [1])
    assert dead.body == b'{"specversion": "1.0"'
    assert "not an event" in str(dead.headers["x-mosaic-reason"])


async def test_rejected_event_goes_to_the_dead_letters_after_one_try_and_others_go_on(
    amqp_url: str, queue: str
) -> None:
    tries: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        for told in events:
            tries.append(number_of(told))
            if number_of(told) == 1:
                raise RejectedEventError("camera unknown, password=hunter2")

    async with running(Consumer(amqp_url, queue, TYPES).run(handle)):
        await _bound(amqp_url, queue)
        publisher = Publisher(amqp_url)
        await publisher.publish([event(0), event(1), event(2)])
        await publisher.close()
        dead = await take(amqp_url, dead_queue_of(queue))
        await eventually(lambda: 2 in tries)
    assert tries == [0, 1, 2]
    reason = str(dead.headers["x-mosaic-reason"])
    assert "camera unknown" in reason
    assert "hunter2" not in reason


async def test_failing_event_is_tried_five_times_and_the_rest_of_its_batch_is_handled(
    amqp_url: str, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mosaic_platform.messaging.consumer.RETRY_BACKOFF_S", (0.01, 0.05))
    alone: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        if len(events) == 1:
            alone.append(number_of(events[0]))
        if any(number_of(told) == 1 for told in events):
            raise ValueError("cannot store this")

    consumer = Consumer(amqp_url, queue, TYPES, batch_size=3, batch_wait_s=2)
    async with running(consumer.run(handle)):
        await _bound(amqp_url, queue)
        publisher = Publisher(amqp_url)
        await publisher.publish([event(0), event(1), event(2)])
        await publisher.close()
        dead = await take(amqp_url, dead_queue_of(queue))
        await eventually(lambda: 2 in alone)
    assert alone == [0, 1, 1, 1, 1, 1, 2]
    assert "failed 5 times" in str(dead.headers["x-mosaic-reason"])


async def test_unavailable_dependency_is_waited_for_without_burying(
    amqp_url: str, queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mosaic_platform.messaging.consumer.RETRY_BACKOFF_S", (0.01, 0.02))
    tries: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        tries.append(number_of(events[0]))
        if len(tries) < 9:
            raise UnavailableError("the database is down")

    async with running(Consumer(amqp_url, queue, TYPES).run(handle)):
        await _bound(amqp_url, queue)
        publisher = Publisher(amqp_url)
        await publisher.publish([event(7), event(8)])
        await publisher.close()
        await eventually(lambda: 8 in tries)
    assert tries == [7] * 9 + [8]


async def test_unacknowledged_event_comes_again_when_the_consumer_was_cancelled(
    amqp_url: str, queue: str
) -> None:
    started = asyncio.Event()
    seen: list[int] = []

    async def stuck(_events: Sequence[CloudEvent]) -> None:
        started.set()
        await asyncio.Event().wait()

    async def handle(events: Sequence[CloudEvent]) -> None:
        seen.extend(number_of(told) for told in events)

    async with running(Consumer(amqp_url, queue, TYPES).run(stuck)):
        await _bound(amqp_url, queue)
        publisher = Publisher(amqp_url)
        await publisher.publish([event(5)])
        await publisher.close()
        await started.wait()
    async with running(Consumer(amqp_url, queue, TYPES).run(handle)):
        await eventually(lambda: seen == [5])


async def test_consumer_comes_back_when_its_queue_was_deleted(amqp_url: str, queue: str) -> None:
    seen: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        seen.extend(number_of(told) for told in events)

    publisher = Publisher(amqp_url)
    async with running(Consumer(amqp_url, queue, TYPES).run(handle)):
        await _bound(amqp_url, queue)
        connection = await aio_pika.connect(amqp_url)
        async with connection:
            await (await connection.channel()).queue_delete(queue)
        await _bound(amqp_url, queue)
        await publisher.publish([event(3)])
        await eventually(lambda: seen == [3])
    await publisher.close()


async def test_publish_when_nothing_listens_raises_unavailable(free_port) -> None:
    publisher = Publisher(f"amqp://guest:guest@127.0.0.1:{free_port()}/", timeout_s=0.5)
    with pytest.raises(UnavailableError):
        await publisher.publish([event(1)])


async def test_publish_when_the_broker_never_answers_raises_within_the_timeout() -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    publisher = Publisher(f"amqp://guest:guest@127.0.0.1:{port}/", timeout_s=0.3)
    async with asyncio.timeout(5):
        with pytest.raises(UnavailableError):
            await publisher.publish([event(1)])
    server.close()


async def _bound(amqp_url: str, queue: str) -> None:
    """Waits until the consumer has declared its queue and consumes from it."""
    async with asyncio.timeout(15):
        while True:
            connection = await aio_pika.connect(amqp_url)
            async with connection:
                channel = await connection.channel()
                try:
                    found = await channel.declare_queue(queue, passive=True)
                    if found.declaration_result.consumer_count:
                        return
                except aio_pika.exceptions.ChannelClosed:
                    pass
            await asyncio.sleep(0.05)


async def _publish_raw(amqp_url: str, body: bytes) -> None:
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        exchange = await (await connection.channel()).get_exchange(EXCHANGE)
        await exchange.publish(aio_pika.Message(body), routing_key=CameraChanged.TYPE)
