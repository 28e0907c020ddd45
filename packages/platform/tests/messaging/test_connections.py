"""Closing a connection never hides that the caller itself was cancelled."""

import asyncio
from typing import cast

import pytest
from aio_pika.abc import AbstractConnection

from mosaic_platform.messaging.connections import close


class SlowConnection:
    """Stands for a connection whose close waits for a peer that says nothing."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()

    async def close(self) -> None:
        self.closing.set()
        await asyncio.Event().wait()


class CancelledInside:
    """Stands for aiormq, whose own cancelled tasks reach the caller of close."""

    async def close(self) -> None:
        raise asyncio.CancelledError


async def test_close_when_the_caller_is_cancelled_then_the_cancellation_goes_on() -> None:
    slow = SlowConnection()
    task = asyncio.create_task(close(cast(AbstractConnection, slow)))
    await slow.closing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_close_when_the_library_cancels_itself_then_the_caller_goes_on() -> None:
    await close(cast(AbstractConnection, CancelledInside()))
