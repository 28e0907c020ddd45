"""A broker that is away for as long as an hour's events take to come: they wait, and drain in order."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import psutil

from mosaic_contracts.events import CameraChanged, CloudEvent
from mosaic_platform.messaging import Consumer, OutboxRelay, Publisher, SqliteOutbox

from .support import Broker, event, eventually, number_of, running

COUNT = 8_000
"""Of an hour: more than two reads a second."""
MAX_GROWTH = 100 << 20


async def test_events_of_an_hour_when_the_broker_was_away_then_all_come_in_order_and_none_is_lost(
    broker: Broker, tmp_path: Path
) -> None:
    """The process that fills the outbox is started anew in the middle, and the broker without a farewell."""
    publisher = Publisher(broker.url, timeout_s=2)
    await publisher.publish([event(-1)])
    await eventually(broker.queues_on_disk)
    await asyncio.to_thread(broker.kill)

    path = tmp_path / "outbox.db"
    process = psutil.Process()
    before = process.memory_info().rss
    for half in (range(COUNT // 2), range(COUNT // 2, COUNT)):
        outbox = SqliteOutbox(path)
        relay = OutboxRelay(outbox, publisher)
        async with running(relay.run()):
            for start in range(half.start, half.stop, 50):
                batch = [event(number) for number in range(start, start + 50)]
                await asyncio.to_thread(outbox.add, batch)
                relay.wake()
        assert outbox.depth() == half.stop
        if half.stop < COUNT:
            outbox.close()
    assert process.memory_info().rss - before < MAX_GROWTH

    seen: list[int] = []
    ids: set[str] = set()

    async def handle(events: Sequence[CloudEvent]) -> None:
        """As the backend does: what came before counts once."""
        for told in events:
            if number_of(told) >= 0 and str(told.id) not in ids:
                ids.add(str(told.id))
                seen.append(number_of(told))

    await asyncio.to_thread(broker.start)
    consumer = Consumer(broker.url, "streaming.cameras", [CameraChanged.TYPE], batch_size=200)
    relay = OutboxRelay(outbox, publisher)
    async with running(consumer.run(handle)), running(relay.run()):
        await eventually(lambda: len(seen) == COUNT, within_s=180)
        await eventually(lambda: outbox.depth() == 0)
    await publisher.close()
    assert seen == list(range(COUNT))
    assert process.memory_info().rss - before < MAX_GROWTH
