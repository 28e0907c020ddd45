"""What consumers could not handle: to look at, to give back to its queue, to throw away."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, AbstractQueue

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.messaging.connections import TRANSPORT_ERRORS, close, connect
from mosaic_platform.messaging.topology import (
    QUEUES,
    REASON_HEADER,
    dead_queue_of,
    declare_queue,
)

MOST = 1000
"""Dead letters that are looked at; those behind show when these are gone."""
TIMEOUT_S = 5.0
LOOK_WITHIN_S = 20.0

Fate = Literal["replayed", "discarded"]


@dataclass(frozen=True)
class DeadLetter:
    """queue: whose consumer gave up. key: tells this letter from the others of its queue. died_at: if known."""

    queue: str
    key: str
    type: str
    message_id: str
    reason: str
    died_at: datetime | None
    body: bytes


class DeadLetters:
    """Each call has a connection of its own and is bounded in time. Raises UnavailableError."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url

    async def depths(self) -> dict[str, int]:
        """How many there are behind each queue."""
        async with self._channel() as channel:
            return {
                queue: (await self._queue(channel, queue)).declaration_result.message_count or 0
                for queue in QUEUES
            }

    async def letters(self, queue: str, limit: int) -> list[DeadLetter]:
        """The oldest. They go back into their queue as the channel closes."""
        async with self._channel() as channel:
            dead = await self._queue(channel, queue)
            return [_letter(queue, message) async for message in _taken(dead, limit)]

    async def settle(self, queue: str, keys: Collection[str], fate: Fate) -> list[DeadLetter]:
        """Replays or discards those with the keys that are there; which they were.

        A letter that is replayed goes to the one queue that it died in, and leaves the dead letters when the
        broker has confirmed that: a crash in between leaves it in both, which consumers can take.
        """
        wanted, settled = set(keys), []
        async with self._channel() as channel:
            dead = await self._queue(channel, queue)
            async for message in _taken(dead, MOST):
                letter = _letter(queue, message)
                if letter.key not in wanted:
                    continue
                if fate == "replayed":
                    async with asyncio.timeout(TIMEOUT_S):
                        await channel.default_exchange.publish(
                            _again(message), routing_key=queue, mandatory=True
                        )
                async with asyncio.timeout(TIMEOUT_S):
                    await message.ack()
                settled.append(letter)
                wanted.discard(letter.key)
                if not wanted:
                    break
        return settled

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[AbstractChannel]:
        connection = None
        try:
            connection = await connect(self._url, timeout_s=TIMEOUT_S)
            async with asyncio.timeout(LOOK_WITHIN_S):
                # A publication that cannot be routed raises instead of being dropped.
                yield await connection.channel(publisher_confirms=True, on_return_raises=True)
        except TRANSPORT_ERRORS as error:
            raise UnavailableError("the message broker does not answer") from error
        finally:
            await close(connection)

    async def _queue(self, channel: AbstractChannel, queue: str) -> AbstractQueue:
        await declare_queue(channel, queue, QUEUES[queue])
        return await channel.get_queue(dead_queue_of(queue))


async def _taken(dead: AbstractQueue, limit: int) -> AsyncIterator[AbstractIncomingMessage]:
    for _ in range(limit):
        message = await dead.get(fail=False, timeout=TIMEOUT_S)
        if message is None:
            return
        yield message


def _letter(queue: str, message: AbstractIncomingMessage) -> DeadLetter:
    identity = hashlib.sha256(f"{message.message_id}\n".encode() + message.body)
    deaths = message.headers.get("x-death")
    first = deaths[0] if isinstance(deaths, list) and deaths else None
    broker = first if isinstance(first, dict) else {}
    died_at = message.timestamp or broker.get("time")
    return DeadLetter(
        queue=queue,
        key=identity.hexdigest()[:32],
        type=message.type or "",
        message_id=message.message_id or "",
        reason=str(message.headers.get(REASON_HEADER) or broker.get("reason") or ""),
        died_at=died_at.replace(tzinfo=UTC) if isinstance(died_at, datetime) else None,
        body=message.body,
    )


def _again(message: AbstractIncomingMessage) -> Message:
    """As it was before it died: the marks of its death would count against it."""
    return Message(
        message.body,
        content_type=message.content_type,
        message_id=message.message_id,
        type=message.type,
        delivery_mode=DeliveryMode.PERSISTENT,
    )
