"""Requests that cost much take turns: however many come at once, none waits long, and all others go on."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl

from mosaic_backend.shared.http.asgi_messages import Application, Receive, Send, refuse
from mosaic_contracts.problems import problem

AT_ONCE, WAITING, WAIT_S = 3, 12, 0.4
"""A search among ten million reads takes a tenth of a second of one processor, so that all end within a second."""
RETRY_AFTER_S = 1


class Turns:
    """ASGI middleware: requests to the paths that name other parameters than the cheap ones take turns.

    `at_once` are answered together, `waiting` more wait for `wait_s` at most. All others are refused (429), before
    they have taken a thread, a connection to the database or the time to find out whose they are.
    """

    def __init__(
        self,
        application: Application,
        paths: frozenset[str],
        *,
        cheap: frozenset[str] = frozenset(),
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        wait_s: float = WAIT_S,
    ) -> None:
        self._application, self._wait_s = application, wait_s
        self._paths, self._cheap = paths, cheap
        self._turns, self._places = asyncio.Semaphore(at_once), at_once + waiting

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if not self._searches(scope):
            await self._application(scope, receive, send)
        elif not self._places:
            await _refuse(send)
        else:
            self._places -= 1
            try:
                await self._in_turn(scope, receive, send)
            finally:
                self._places += 1

    async def _in_turn(self, scope: Any, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._wait_s):
                await self._turns.acquire()
        except TimeoutError:
            await _refuse(send)
            return
        try:
            await self._application(scope, receive, send)
        finally:
            self._turns.release()

    def _searches(self, scope: Any) -> bool:
        if scope["path"] not in self._paths:
            return False
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        return any(name not in self._cheap for name, _ in asked)


async def _refuse(send: Send) -> None:
    told = problem("rate-limited", "Too many searches at once.")
    await refuse(send, told, {"retry-after": str(RETRY_AFTER_S)})
