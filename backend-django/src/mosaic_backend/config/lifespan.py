"""What the ASGI process does at its beginning and its end."""

import asyncio
import signal
import threading
from types import FrameType
from typing import Any

from django.urls import get_resolver

from mosaic_backend.partners.facade import end_streams, store_usage
from mosaic_platform.collector import leave_out_what_is_loaded


async def lifespan(scope: Any, receive: Any, send: Any) -> None:
    """At the beginning loads all views, at the end, after the last answer, stores what is counted of partners."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _end_streams_when_told_to_stop()
            await asyncio.to_thread(_load_views)
            leave_out_what_is_loaded()
        if message["type"] == "lifespan.shutdown":
            await asyncio.to_thread(store_usage)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _load_views() -> None:
    """All that the first request would load."""
    get_resolver().url_patterns  # noqa: B018 - a property that imports them


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
