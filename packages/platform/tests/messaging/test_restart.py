"""A broker that is killed loses nothing and keeps the order."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_platform.messaging import Consumer, OutboxRelay, Publisher, SqliteOutbox

from .support import Broker, event, eventually, number_of, running

TYPES = [CameraChanged.TYPE]
COUNT = 2_000


async def test_kill_9_of_the_broker_while_relaying_loses_nothing_and_keeps_the_order(
    broker: Broker, tmp_path: Path
) -> None:
    outbox = SqliteOutbox(tmp_path / "outbox.db")
    publisher = Publisher(broker.url, timeout_s=2)
    await publisher.publish([event(-1)])
    await eventually(broker.queues_on_disk)
    relay = OutboxRelay(outbox, publisher)
    seen: list[int] = []

    async def handle(events: Sequence[CloudEvent]) -> None:
        seen.extend(number_of(told) for told in events if number_of(told) >= 0)

    async def produce() -> None:
        for number in range(0, COUNT, 20):
            batch = [event(value) for value in range(number, number + 20)]
            await asyncio.to_thread(outbox.add, batch)
            relay.wake()
            await asyncio.sleep(0)

    consumer = Consumer(broker.url, "streaming.cameras", TYPES, batch_size=50)
    async with running(consumer.run(handle)), running(relay.run()):
        producing = asyncio.create_task(produce())
        await eventually(lambda: len(seen) > 100)
        await asyncio.to_thread(broker.kill)
        await producing
        assert outbox.depth() > 0
        await asyncio.to_thread(broker.start)
        await eventually(lambda: len(set(seen)) == COUNT, within_s=60)
        await eventually(lambda: outbox.depth() == 0)
    await publisher.close()
    assert _first_seen(seen) == list(range(COUNT))


def _first_seen(numbers: list[int]) -> list[int]:
    """What an idempotent consumer keeps: each number where it came first."""
    return list(dict.fromkeys(numbers))
