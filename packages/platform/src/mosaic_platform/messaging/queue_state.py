"""How much waits in a queue, and how many take from it."""

import asyncio

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.messaging.connections import TRANSPORT_ERRORS, close, connect


async def queue_state(amqp_url: str, queue: str, *, timeout_s: float = 5.0) -> tuple[int, int]:
    """Messages that nobody has taken, and consumers. Raises UnavailableError, as where there is no queue."""
    connection = None
    try:
        connection = await connect(amqp_url, timeout_s=timeout_s)
        async with asyncio.timeout(timeout_s):
            channel = await connection.channel()
            told = (await channel.declare_queue(queue, passive=True)).declaration_result
            return told.message_count or 0, told.consumer_count or 0
    except TRANSPORT_ERRORS as error:
        raise UnavailableError("the message broker does not tell how the queue stands") from error
    finally:
        await close(connection)
