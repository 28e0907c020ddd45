"""Django's ASGI handler with one way into a thread and back for each request.

Django's own goes through threads about five times where views and middleware are synchronous, as all of ours are:
for the signals, the middleware, the view and the closing. That took 3 ms of the 4 ms that `/health` cost.
"""

import asyncio
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix


class ThreadedHandler(ASGIHandler):
    """threads: how many requests are answered at once, others wait; an answer that is streamed holds none.

    first: paths that wait for no other; they have a thread of their own.
    """

    def __init__(self, threads: int, first: Collection[str] = ()) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._first = first
        self._first_thread = ThreadPoolExecutor(1, thread_name_prefix="probe")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def handle(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop, context = asyncio.get_running_loop(), copy_context()
        threads = self._first_thread if scope["path"] in self._first else self._threads
        try:
            answer = await loop.run_in_executor(threads, context.run, self._answer, scope, body)
            if not answer.streaming:
                await self.send_response(answer, send)
                return
            try:
                await self._stream(answer, receive, send)
            finally:
                await loop.run_in_executor(self._threads, context.run, answer.close)
        finally:
            body.close()

    def _answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        answer: Any = refusal if request is None else self.get_response(request)
        answer._handler_class = self.__class__
        if isinstance(answer, FileResponse):
            answer.block_size = self.chunk_size
        if answer.streaming:
            # It is closed in whatever thread is free then, and this one may be the next to be used in an hour.
            close_old_connections()
        else:
            answer.close()
        return answer

    async def _stream(self, answer: HttpResponseBase, receive: Any, send: Any) -> None:
        """Until it ends or the client is gone, whichever comes first."""
        sending = asyncio.create_task(self.send_response(answer, send))
        leaving = asyncio.create_task(self._left(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)

    async def _left(self, receive: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
