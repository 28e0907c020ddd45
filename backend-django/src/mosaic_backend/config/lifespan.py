"""What the ASGI process does at its beginning and its end."""

import asyncio
import signal
import threading
from types import FrameType
from typing import Any

from mosaic_backend.partners.facade import end_streams, store_usage


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """At the end, after the last answer, stores what is counted of partners."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _end_streams_when_told_to_stop()
        if message["type"] == "lifespan.shutdown":
            await asyncio.to_thread(store_usage)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _end_streams_when_told_to_stop() -> None:
    """uvicorn waits for open answers and does not tell them that it waits, and a stream has no end of its own."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def stop(number: int, frame: FrameType | None, before: Any = before) -> None:
            end_streams()
            if callable(before):
                before(number, frame)

        signal.signal(number, stop)
