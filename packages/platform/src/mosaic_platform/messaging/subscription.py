"""One connection's hold on a queue. Any doubt ends it; the consumer then opens another."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractConnection, AbstractExchange, AbstractIncomingMessage

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
        self._arrived: asyncio.Queue[AbstractIncomingMessage | None] = asyncio.Queue()

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
            await queue.consume(self._arrived.put)

    async def next_batch(self, size: int, wait_s: float) -> list[AbstractIncomingMessage]:
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

    async def bury(self, message: AbstractIncomingMessage, reason: str) -> None:
        """Copies the message to the dead letters, with the reason; the caller then acknowledges it."""
        if self._dead_letters is None:
            raise SubscriptionLostError(self._name)
        copy = Message(
            message.body,
            headers={**message.headers, REASON_HEADER: redact(reason)[:MAX_REASON]},
            content_type=message.content_type,
            message_id=message.message_id,
            type=message.type,
            timestamp=datetime.now(UTC),
            delivery_mode=DeliveryMode.PERSISTENT,
        )
        async with asyncio.timeout(TIMEOUT_S):
            await self._dead_letters.publish(copy, routing_key=self._name, mandatory=True)

    async def acknowledge(self, batch: Sequence[AbstractIncomingMessage]) -> None:
        """Acknowledges up to the last of the batch: batches are settled in order of arrival."""
        async with asyncio.timeout(TIMEOUT_S):
            await batch[-1].ack(multiple=True)

    async def close(self) -> None:
        await close(self._connection)

    def _lost(self, *_: object) -> None:
        self._arrived.put_nowait(None)

    def _known(self, message: AbstractIncomingMessage | None) -> AbstractIncomingMessage:
        if message is None:
            raise SubscriptionLostError(self._name)
        return message
