"""Requests that cost much take turns: however many come at once, none waits long, and all others go on."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

from mosaic_backend.shared.http.asgi_messages import Application, Receive, Send, refuse
from mosaic_backend.shared.http.pagination import IdCursorPagination
from mosaic_backend.shared.http.reason import PARAMETER
from mosaic_contracts.problems import problem

AT_ONCE, WAITING, WAIT_S = 3, 6, 0.4
"""A search among ten million reads takes a tenth of a second of one processor: nine end within a second."""
RETRY_AFTER_S = 1
_CHEAP = {*IdCursorPagination.parameters, PARAMETER}


class Turns:
    """ASGI middleware: searches at these paths, which is what names more than a page, take turns.

    `at_once` are answered together, `waiting` more wait for `wait_s` at most. All others are refused (429), before
    they have taken a thread, a connection to the database or the time to find out whose they are.
    """

    def __init__(
        self,
        application: Application,
        paths: frozenset[str],
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        wait_s: float = WAIT_S,
    ) -> None:
        self._application, self._paths, self._wait_s = application, paths, wait_s
        self._turns, self._places = asyncio.Semaphore(at_once), at_once + waiting

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if not self._searches(scope):
            await self._application(scope, receive, send)
        elif await self._turn():
            try:
                await self._application(scope, receive, send)
            finally:
                self._turns.release()
                self._places += 1
        else:
            told = problem("rate-limited", "Too many searches at once.")
            await refuse(send, told, {"retry-after": str(RETRY_AFTER_S)})

    def _searches(self, scope: Any) -> bool:
        if scope["path"] not in self._paths:
            return False
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return any(name not in _CHEAP for name, _ in asked)

    async def _turn(self) -> bool:
        if not self._places:
            return False
        self._places -= 1
        try:
            async with asyncio.timeout(self._wait_s):
                await self._turns.acquire()
        except TimeoutError:
            self._places += 1
            return False
        except BaseException:
            self._places += 1
            raise
        return True
