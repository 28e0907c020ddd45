"""OutboxRelay: order, wake, and survival of an outbox that fails."""

import asyncio
from collections.abc import Sequence

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging import OutboxRelay, Publisher

from .support import event, eventually, number_of, running


class MemoryOutbox:
    def __init__(self, events: list[CloudEvent]) -> None:
        self.rows = list(enumerate(events))
        self.fail_next = 0

    def pending(self, limit: int) -> list[tuple[int, CloudEvent]]:
        if self.fail_next:
            self.fail_next -= 1
            raise RuntimeError("disk gone")
        return self.rows[:limit]

    def remove(self, positions: Sequence[int]) -> None:
        self.rows = [row for row in self.rows if row[0] not in positions]

    def depth(self) -> int:
        return len(self.rows)


class RecordingPublisher(Publisher):
    """Stands for the broker: refuses as often as told, then records."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.published: list[int] = []

    async def publish(self, events: Sequence[CloudEvent]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise UnavailableError
        self.published.extend(number_of(told) for told in events)


async def test_run_publishes_all_in_order_when_the_broker_refuses_at_first() -> None:
    outbox = MemoryOutbox([event(number) for number in range(450)])
    publisher = RecordingPublisher(refusals=2)
    async with running(OutboxRelay(outbox, publisher).run()):
        await eventually(lambda: outbox.depth() == 0)
    assert publisher.published == list(range(450))


async def test_run_when_run_again_after_a_cancellation_leaked_into_it_then_publishes_on() -> None:
    outbox = MemoryOutbox([event(1)])
    publisher = RecordingPublisher()
    relay = OutboxRelay(outbox, publisher)
    async with running(relay.run()):
        await eventually(lambda: publisher.published == [1])
    outbox.rows = [(2, event(2))]
    async with running(relay.run()):
        await eventually(lambda: publisher.published == [1, 2])


async def test_run_goes_on_when_the_outbox_failed() -> None:
    outbox = MemoryOutbox([event(1)])
    outbox.fail_next = 2
    publisher = RecordingPublisher()
    async with running(OutboxRelay(outbox, publisher).run()):
        await eventually(lambda: publisher.published == [1])


async def test_wake_from_another_thread_relays_at_once() -> None:
    outbox = MemoryOutbox([])
    publisher = RecordingPublisher()
    relay = OutboxRelay(outbox, publisher)
    async with running(relay.run()):
        await asyncio.sleep(0)
        outbox.rows = [(9, event(9))]
        await asyncio.to_thread(relay.wake)
        await eventually(lambda: publisher.published == [9])
