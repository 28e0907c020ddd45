"""WS /api/v1/events: a plain ASGI application.

The client says `{"type": "auth", "token": …, "after": cursor?, "types": [...]?}` within ten seconds, or offers
the sub-protocols `mosaic.events.v1` and `bearer.<token>`. The server answers `{"type": "ready", "cursor"}`, then
`{"type": "event", "cursor", "event": CloudEvent}`, `{"type": "gap"}` where something was left out (ask the REST
interface again), and `{"type": "ping"}` when nothing else was said for a while. A later `auth` renews the token.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from prometheus_client import Gauge

from mosaic_backend.shared.fanout.admission import Hearing, admitted
from mosaic_backend.shared.fanout.entries import Entry, is_cursor, order_of
from mosaic_backend.shared.fanout.hub import FanoutHub, Gap, Listener
from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import MosaicError, UnauthenticatedError
from mosaic_platform.access_tokens import CheckedToken
from mosaic_platform.logs import get_logger

PROTOCOL = "mosaic.events.v1"
BEARER = "bearer."
UNAUTHENTICATED = 4401
SLOW = 4408
MALFORMED = 4400
AUTH_WITHIN_S = 10.0
PING_EVERY_S = 20.0
SEND_WITHIN_S = 20.0
PERMISSIONS_EVERY_S = 20.0
MAX_MESSAGE = 16_384

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Permissions = Callable[[CheckedToken], Awaitable[Hearing]]
"""What its user may hear now. Raises UnauthenticatedError for one who is no more, or was signed out since."""

_log = get_logger(__name__)
_open = Gauge("mosaic_event_sockets", "Sockets that hear events")


class _CloseError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class EventsSocket:
    """The ASGI application; one hub serves all its sockets."""

    def __init__(
        self, hub: FanoutHub, permissions: Permissions, clock: Clock | None = None
    ) -> None:
        self._hub = hub
        self._permissions = permissions
        self._clock = clock or SystemClock()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        offered: list[str] = list(scope.get("subprotocols", []))
        chosen = PROTOCOL if PROTOCOL in offered else None
        await send({"type": "websocket.accept", "subprotocol": chosen})
        token = next((name[len(BEARER) :] for name in offered if name.startswith(BEARER)), None)
        session = _Session(self._hub, self._permissions, self._clock, receive, send)
        try:
            with _open.track_inprogress():
                await session.run(token if chosen else None)
        except _CloseError as closing:
            if closing.code:
                with suppress(OSError, RuntimeError, TimeoutError):
                    async with asyncio.timeout(1):
                        await send({"type": "websocket.close", "code": closing.code})


class _Session:
    def __init__(
        self,
        hub: FanoutHub,
        permissions: Permissions,
        clock: Clock,
        receive: Receive,
        send: Send,
    ) -> None:
        self._hub = hub
        self._permissions = permissions
        self._clock = clock
        self._receive = receive
        self._send = send
        self._admission: CheckedToken | None = None
        self._hearing: Hearing | None = None
        self._types: frozenset[str] | None = None
        self._sending = asyncio.Lock()

    async def run(self, token: str | None) -> None:
        """Raises _CloseError when it is over; code 0: the client has gone."""
        after = await self._authenticate(token)
        async with self._hub.listening() as listener:
            position = after or await self._hub.newest()
            await self._say({"type": "ready", "cursor": position})
            tasks = [
                asyncio.create_task(self._forward(listener, after, position)),
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._watch_permissions()),
            ]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _authenticate(self, token: str | None) -> str | None:
        """Waits for a valid token; the cursor to go on from, where one was given."""
        if token is not None:
            await self._admit(token)
            return None
        try:
            async with asyncio.timeout(AUTH_WITHIN_S):
                message = await self._heard()
        except TimeoutError as error:
            raise _CloseError(UNAUTHENTICATED) from error
        if message.get("type") != "auth":
            raise _CloseError(UNAUTHENTICATED)
        await self._admit(message.get("token"))
        types = message.get("types")
        if isinstance(types, list):
            self._types = frozenset(name for name in types if isinstance(name, str))
        after = message.get("after")
        if after is None:
            return None
        if not is_cursor(after):
            raise _CloseError(MALFORMED)
        return str(after)

    async def _admit(self, token: object) -> None:
        if not isinstance(token, str):
            raise _CloseError(UNAUTHENTICATED)
        try:
            self._admission = admitted(token)
            self._hearing = await self._permissions(self._admission)
        except UnauthenticatedError as error:
            raise _CloseError(UNAUTHENTICATED) from error

    async def _forward(self, listener: Listener, after: str | None, position: str) -> None:
        """First what came after the client's cursor, then what arrives."""
        if after is not None:
            async for item in self._hub.since(after):
                position = await self._pass_on(item, position)
        while True:
            try:
                async with asyncio.timeout(PING_EVERY_S):
                    item = await listener.get()
            except TimeoutError:
                await self._say({"type": "ping"})
                continue
            position = await self._pass_on(item, position)

    async def _pass_on(self, item: Entry | Gap, position: str) -> str:
        if isinstance(item, Gap):
            await self._say({"type": "gap"})
            return position
        if order_of(item.cursor) <= order_of(position):
            return position
        wanted = self._types is None or item.type in self._types
        if wanted and self._hearing and self._hearing.allows(item):
            await self._say_text(f'{{"type":"event","cursor":"{item.cursor}","event":{item.body}}}')
        return item.cursor

    async def _listen(self) -> None:
        """Takes renewed tokens and pings."""
        while True:
            message = await self._heard()
            if message.get("type") == "auth":
                await self._admit(message.get("token"))
                await self._say({"type": "renewed"})
            elif message.get("type") == "ping":
                await self._say({"type": "pong"})

    async def _watch_permissions(self) -> None:
        """Closes when the token runs out; follows changes of what the principal may see."""
        while True:
            admission = self._admission
            assert admission is not None  # noqa: S101 - _authenticate comes before
            left_s = (admission.expires_at - self._clock.now()).total_seconds()
            await asyncio.sleep(max(0.0, min(PERMISSIONS_EVERY_S, left_s)))
            if self._admission is not admission:
                continue
            if self._clock.now() >= admission.expires_at:
                raise _CloseError(UNAUTHENTICATED)
            try:
                self._hearing = await self._permissions(admission)
            except UnauthenticatedError as error:
                raise _CloseError(UNAUTHENTICATED) from error
            except MosaicError as error:
                _log.warning("event_permissions_not_read", error=repr(error))

    async def _heard(self) -> dict[str, Any]:
        event = await self._receive()
        if event["type"] == "websocket.disconnect":
            raise _CloseError(0)
        text = event.get("text") or ""
        try:
            message = json.loads(text) if len(text) <= MAX_MESSAGE else None
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise _CloseError(MALFORMED)
        return message

    async def _say(self, message: Mapping[str, Any]) -> None:
        await self._say_text(json.dumps(message))

    async def _say_text(self, text: str) -> None:
        """Raises _CloseError for a client that does not take it."""
        try:
            async with asyncio.timeout(SEND_WITHIN_S), self._sending:
                await self._send({"type": "websocket.send", "text": text})
        except TimeoutError as error:
            raise _CloseError(SLOW) from error
        except (OSError, RuntimeError) as error:
            raise _CloseError(0) from error
