"""Leases of cameras in RabbitMQ: one connection's hold on them, and what the workers call to each other.

Leases are messages in one durable queue, taken one by one and left unacknowledged; RabbitMQ puts them
back when the connection ends. They are fetched, not consumed: so a worker takes no more than it wants,
whoever joins or leaves.
Works alike with RabbitMQ 3.10 and 4: every argument is known to both.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from uuid import UUID

import aio_pika
import pydantic
from aiormq.abc import AbstractChannel, DeliveredMessage
from aiormq.exceptions import ChannelLockedResource, ChannelNotFoundEntity
from pamqp.commands import Basic
from pamqp.common import FieldValue

from mosaic_ai.application.leases import BrokerLostError, Lease
from mosaic_ai.application.workers import WorkerReport
from mosaic_ai.infrastructure.refusals import refused
from mosaic_contracts.events import EXCHANGE, CameraChanged, CloudEvent, PlateRead
from mosaic_platform.messaging.connections import TRANSPORT_ERRORS, close

LEASES = "ai.leases"
COORDINATOR = "ai.leases.coordinator"
WORKERS = "mosaic.ai.workers"
HEARTBEAT_S = 2
"""RabbitMQ lets go of a connection that says nothing for two to three times as long."""
TIMEOUT_S = 4.0
CONNECT_WITHIN_S = 3.0
MOST_RETURNS = 1_000_000
"""RabbitMQ 4 drops a message of a quorum queue after 20 returns unless told otherwise; 3.10 knows no "never"."""
ARGUMENTS: dict[str, FieldValue] = {"x-queue-type": "quorum", "x-delivery-limit": MOST_RETURNS}
COORDINATION_EVERY_S = 3.0

T = TypeVar("T")


class RabbitLeases:
    """One connection; after any error it is of no more use."""

    def __init__(
        self,
        amqp_url: str,
        *,
        heard: Callable[[WorkerReport], None],
        read: Callable[[PlateRead], None],
        camera_changed: Callable[[], None],
    ) -> None:
        """heard: called for each report, our own too; read: for each plate read that any worker told.

        camera_changed: the workers' common queue tells each change to one of them only.
        """
        self._url = amqp_url
        self._heard = heard
        self._read = read
        self._camera_changed = camera_changed
        self._connection: aio_pika.abc.AbstractConnection | None = None
        self._coordinates = False
        self._tried_at = 0.0
        self.made_queue = False

    async def open(self) -> None:
        """Connects and listens. Raises BrokerLostError."""
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                self._connection = await aio_pika.connect(
                    self._url, timeout=CONNECT_WITHIN_S, heartbeat=HEARTBEAT_S
                )
            await self._within(self._declare())
        except TRANSPORT_ERRORS as error:
            raise BrokerLostError(repr(error), refused=refused(error)) from error

    async def _declare(self) -> None:
        assert self._connection is not None  # noqa: S101 - made just before
        channel = await self._connection.channel(publisher_confirms=True)
        self._channel = await channel.get_underlay_channel()
        if await self._take_coordination():
            self.made_queue = not await self._queue_is_there()
            await self._channel.queue_declare(LEASES, durable=True, arguments=ARGUMENTS)
        else:  # whoever coordinates makes it, and knows then that there are no leases
            await self._channel.queue_declare(LEASES, passive=True)
        await self._channel.exchange_declare(WORKERS, exchange_type="fanout", durable=True)
        await self._channel.exchange_declare(EXCHANGE, exchange_type="topic", durable=True)
        await self._listen(WORKERS, "", self._on_report)
        await self._listen(EXCHANGE, PlateRead.TYPE, self._on_event)
        await self._listen(EXCHANGE, CameraChanged.TYPE, self._on_event)

    async def _queue_is_there(self) -> bool:
        channel = await self._another_channel()
        try:
            await channel.queue_declare(LEASES, passive=True)
        except ChannelNotFoundEntity:
            return False
        await channel.close()
        return True

    async def _take_coordination(self) -> bool:
        """By a queue that is exclusive to the connection that declared it."""
        self._tried_at = asyncio.get_running_loop().time()
        channel = await self._another_channel()
        try:
            await channel.queue_declare(COORDINATOR, exclusive=True)
        except ChannelLockedResource:
            return False
        self._coordinates = True
        return True

    async def _another_channel(self) -> AbstractChannel:
        """For what may be refused, which closes the channel."""
        assert self._connection is not None  # noqa: S101 - open came first
        return await (await self._connection.channel()).get_underlay_channel()

    async def _listen(
        self, exchange: str, key: str, take: Callable[[DeliveredMessage], Coroutine[Any, Any, None]]
    ) -> None:
        """By a queue of our own that goes with the connection."""
        queue = (await self._channel.queue_declare(exclusive=True)).queue or ""
        await self._channel.queue_bind(queue, exchange, key)
        await self._channel.basic_consume(queue, take, no_ack=True)

    async def fetch(self) -> Lease | None:
        """A lease that nobody has, whichever comes; None where there is none."""
        message = await self._call(self._channel.basic_get(LEASES))
        if message.delivery_tag is None:
            return None
        try:
            return Lease(UUID(message.body.decode()), message.delivery_tag)
        except ValueError:
            await self.drop(message.delivery_tag)
            return await self.fetch()

    async def free(self) -> int:
        """How many leases nobody has."""
        told = await self._call(self._channel.queue_declare(LEASES, passive=True))
        return told.message_count or 0

    async def put(self, camera_id: UUID) -> None:
        """Makes a lease; there is one when it returns."""
        await self._call(
            self._channel.basic_publish(
                str(camera_id).encode(),
                routing_key=LEASES,
                properties=Basic.Properties(delivery_mode=2),
            )
        )

    async def drop(self, tag: int) -> None:
        """Ends a lease in hand."""
        await self._call(self._channel.basic_ack(tag))

    async def give_back(self, tag: int) -> None:
        """Lets whoever is next have it."""
        await self._call(self._channel.basic_nack(tag, requeue=True))

    async def say(self, report: WorkerReport) -> None:
        """Reaches all workers that are connected, ourselves too."""
        await self._call(
            self._channel.basic_publish(
                report.model_dump_json().encode(),
                exchange=WORKERS,
                properties=Basic.Properties(delivery_mode=1, expiration="5000"),
            )
        )

    async def coordinates(self) -> bool:
        """Whether we are the one who makes leases: until the connection ends."""
        now = asyncio.get_running_loop().time()
        if not self._coordinates and now - self._tried_at > COORDINATION_EVERY_S:
            await self._call(self._take_coordination())
        return self._coordinates

    async def close(self) -> None:
        await close(self._connection)

    async def _call(self, work: Awaitable[T]) -> T:
        try:
            return await self._within(work)
        except TRANSPORT_ERRORS as error:
            raise BrokerLostError(repr(error)) from error
        except asyncio.CancelledError as error:  # aiormq ends what waits for a lost connection so
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise BrokerLostError("the connection ended") from error

    @staticmethod
    async def _within(work: Awaitable[T]) -> T:
        async with asyncio.timeout(TIMEOUT_S):
            return await work

    async def _on_report(self, message: DeliveredMessage) -> None:
        try:
            self._heard(WorkerReport.model_validate_json(message.body))
        except pydantic.ValidationError:  # of another version; its leases count all the same
            return

    async def _on_event(self, message: DeliveredMessage) -> None:
        try:
            told = CloudEvent.from_json(message.body).payload()
        except pydantic.ValidationError:
            return
        if isinstance(told, PlateRead):
            self._read(told)
        elif isinstance(told, CameraChanged):
            self._camera_changed()
