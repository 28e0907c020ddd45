"""Plain AMQP connections, rebuilt on any doubt.

aio-pika's robust connections hide a loss and let a publish wait on it for ever (mosquito/aio-pika#636), so
they are not used: whoever meets an error closes the connection and makes a new one.
"""

import asyncio

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError

from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
HEARTBEAT_S = 10
CLOSE_TIMEOUT_S = 2.0

# RuntimeError is what aiormq raises on a transport or channel that was closed under it.
TRANSPORT_ERRORS = (AMQPError, OSError, TimeoutError, RuntimeError)


async def connect(amqp_url: str, *, timeout_s: float) -> AbstractConnection:
    async with asyncio.timeout(timeout_s):
        return await aio_pika.connect(amqp_url, timeout=timeout_s, heartbeat=HEARTBEAT_S)


async def close(connection: AbstractConnection | None) -> None:
    """Closes within bounds, whatever state the connection is in.

    aiormq ends its own tasks by cancelling them, which reaches us as CancelledError; a cancellation of the
    caller goes on.
    """
    if connection is None:
        return
    try:
        async with asyncio.timeout(CLOSE_TIMEOUT_S):
            await connection.close()
    except TRANSPORT_ERRORS as error:
        _log.debug("connection_closed_in_error", error=repr(error))
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
