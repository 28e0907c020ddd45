"""Publishes events and returns when the broker has them."""

import asyncio
from collections.abc import Sequence

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_contracts.events.envelope import CONTENT_TYPE
from mosaic_platform.messaging.connections import TRANSPORT_ERRORS, close, connect
from mosaic_platform.messaging.topology import QUEUES, declare_events_exchange, declare_queue


class Publisher:
    """Publishes with confirms on one connection, made when first needed and anew after any error.

    For one event loop. Calls are serialised: events reach the broker in the order of the calls.
    """

    def __init__(self, amqp_url: str, *, timeout_s: float = 5.0) -> None:
        self._url = amqp_url
        self._timeout_s = timeout_s
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchange: AbstractExchange | None = None
        self._lock = asyncio.Lock()

    async def publish(self, events: Sequence[CloudEvent]) -> None:
        """Returns when the broker has confirmed all of them.

        Raises UnavailableError when that is not certain; some may have arrived all the same, so the caller
        sends all of them again.
        """
        async with self._lock:
            try:
                async with asyncio.timeout(2 * self._timeout_s):
                    exchange = await self._ready()
                async with asyncio.timeout(self._timeout_s):
                    await self._send(exchange, events)
            except TRANSPORT_ERRORS as error:
                await self._drop()
                raise UnavailableError("the message broker did not confirm") from error
            except BaseException:
                await self._drop()
                raise

    async def close(self) -> None:
        async with self._lock:
            await self._drop()

    async def _send(self, exchange: AbstractExchange, events: Sequence[CloudEvent]) -> None:
        # All are written before the first confirmation is awaited. The tasks take the channel's lock in
        # the order of their creation, which keeps the order.
        await asyncio.gather(
            *(
                exchange.publish(_message(event), routing_key=event.type, mandatory=False)
                for event in events
            )
        )

    async def _ready(self) -> AbstractExchange:
        if self._exchange is not None and self._channel is not None and not self._channel.is_closed:
            return self._exchange
        await self._drop()
        self._connection = await connect(self._url, timeout_s=self._timeout_s)
        self._channel = await self._connection.channel(publisher_confirms=True)
        for queue, types in QUEUES.items():
            await declare_queue(self._channel, queue, types)
        self._exchange = await declare_events_exchange(self._channel)
        return self._exchange

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        self._channel = self._exchange = None
        await close(connection)


def _message(event: CloudEvent) -> Message:
    return Message(
        event.to_json(),
        content_type=CONTENT_TYPE,
        message_id=str(event.id),
        type=event.type,
        delivery_mode=DeliveryMode.PERSISTENT,
    )
