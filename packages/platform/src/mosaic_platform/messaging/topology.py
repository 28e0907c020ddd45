"""Exchanges and queues. Every connection declares what it relies on, so that no start order matters.

Publishers declare the well-known queues too: an event that is published before its consumer ever ran waits
in the queue instead of being dropped by the exchange.
"""

from collections.abc import Mapping, Sequence

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractExchange, AbstractQueue

from mosaic_contracts.events import EXCHANGE

DEAD_EXCHANGE = "mosaic.dead"
REASON_HEADER = "x-mosaic-reason"
DELIVERY_LIMIT = 50  # deliveries lost with their connection before the broker itself dead-letters

QUEUES: Mapping[str, Sequence[str]] = {
    "backend.events": (
        "mosaic.stream.state.v1",
        "mosaic.detection.recorded.v1",
        "mosaic.plate.read.v1",
        "mosaic.plate.corrected.v1",
        "mosaic.alert.raised.v1",
        "mosaic.clip.ready.v1",
        "mosaic.audit.recorded.v1",
        "mosaic.camera.event.v1",
    ),
    "streaming.cameras": ("mosaic.camera.changed.v1",),
    "ai.cameras": ("mosaic.camera.changed.v1",),
    "ai.corrections": ("mosaic.plate.corrected.v1",),
}


def dead_queue_of(queue: str) -> str:
    """The name of the queue that keeps what a consumer could not handle."""
    return f"{queue}.dead"


async def declare_events_exchange(channel: AbstractChannel) -> AbstractExchange:
    return await channel.declare_exchange(EXCHANGE, ExchangeType.TOPIC, durable=True)


async def declare_dead_exchange(channel: AbstractChannel) -> AbstractExchange:
    return await channel.declare_exchange(DEAD_EXCHANGE, ExchangeType.DIRECT, durable=True)


async def declare_queue(
    channel: AbstractChannel, queue: str, types: Sequence[str]
) -> AbstractQueue:
    """The consumer's quorum queue, bound to the types, with its dead-letter queue behind it."""
    events = await declare_events_exchange(channel)
    dead_letters = await declare_dead_exchange(channel)
    dead = await channel.declare_queue(
        dead_queue_of(queue), durable=True, arguments={"x-queue-type": "quorum"}
    )
    await dead.bind(dead_letters, routing_key=queue)
    declared = await channel.declare_queue(
        queue,
        durable=True,
        arguments={
            "x-queue-type": "quorum",
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-routing-key": queue,
            "x-delivery-limit": DELIVERY_LIMIT,
        },
    )
    for event_type in types:
        await declared.bind(events, routing_key=event_type)
    return declared
