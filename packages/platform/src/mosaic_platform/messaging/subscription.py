"""One connection's hold on a queue. Any doubt ends it; the consumer then opens another."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractConnection, AbstractExchange
from aiormq.abc import DeliveredMessage

from mosaic_contracts.redaction import redact
from mosaic_platform.messaging.connections import close, connect
from mosaic_platform.messaging.topology import (
    REASON_HEADER,
    declare_dead_exchange,
    declare_queue,
)

TIMEOUT_S = 5.0
MAX_REASON = 500


class SubscriptionLostError(Exception):
    """The connection, the channel or the broker's side of the consumer is gone."""


class Subscription:
    """Deliveries in order of arrival, at most `prefetch` of them unacknowledged."""

    def __init__(self, amqp_url: str, queue: str, types: Sequence[str], prefetch: int) -> None:
        self._url = amqp_url
        self._name = queue
        self._types = types
        self._prefetch = prefetch
        self._connection: AbstractConnection | None = None
        self._dead_letters: AbstractExchange | None = None
        self._arrived: asyncio.Queue[DeliveredMessage | None] = asyncio.Queue()

    async def open(self) -> None:
        """Connects, declares the queue and starts the deliveries. Raises the transport's errors."""
        self._connection = await connect(self._url, timeout_s=TIMEOUT_S)
        async with asyncio.timeout(2 * TIMEOUT_S):
            channel = await self._connection.channel(publisher_confirms=True)
            await channel.set_qos(prefetch_count=self._prefetch)
            queue = await declare_queue(channel, self._name, self._types)
            self._dead_letters = await declare_dead_exchange(channel)
            self._connection.close_callbacks.add(self._lost)
            channel.close_callbacks.add(self._lost)
            underlay = await channel.get_underlay_channel()
            underlay.on_consumer_cancel_callbacks.add(self._lost)
            # Below aio-pika, whose message objects would take a tenth of what storing an event takes.
            await underlay.basic_consume(queue.name, self._arrived.put)

    async def next_batch(self, size: int, wait_s: float) -> list[DeliveredMessage]:
        """Waits for a message, then at most `wait_s` for more. Raises SubscriptionLostError."""
        batch = [self._known(await self._arrived.get())]
        deadline = asyncio.get_running_loop().time() + wait_s
        while len(batch) < size:
            if not self._arrived.empty():
                batch.append(self._known(self._arrived.get_nowait()))
                continue
            try:
                async with asyncio.timeout_at(deadline):
                    batch.append(self._known(await self._arrived.get()))
            except TimeoutError:
                break
        return batch

    async def bury(self, message: DeliveredMessage, reason: str) -> None:
        """Copies the message to the dead letters, with the reason; the caller then acknowledges it."""
        if self._dead_letters is None:
            raise SubscriptionLostError(self._name)
        properties = message.header.properties
        copy = Message(
            message.body,
            headers={**(properties.headers or {}), REASON_HEADER: redact(reason)[:MAX_REASON]},
            content_type=properties.content_type,
            message_id=properties.message_id,
            type=properties.message_type,
            timestamp=datetime.now(UTC),
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        async with asyncio.timeout(TIMEOUT_S):
            await self._dead_letters.publish(copy, routing_key=self._name, mandatory=True)

    async def acknowledge(self, batch: Sequence[DeliveredMessage]) -> None:
        """Acknowledges up to the last of the batch: batches are settled in order of arrival."""
        last = batch[-1]
        if not last.delivery_tag:  # 0 would acknowledge what nobody has seen yet
            raise SubscriptionLostError(self._name)
        async with asyncio.timeout(TIMEOUT_S):
            await last.channel.basic_ack(last.delivery_tag, multiple=True)

    async def close(self) -> None:
        await close(self._connection)

    def _lost(self, *_: object) -> None:
        self._arrived.put_nowait(None)

    def _known(self, message: DeliveredMessage | None) -> DeliveredMessage:
        if message is None:
            raise SubscriptionLostError(self._name)
        return message
