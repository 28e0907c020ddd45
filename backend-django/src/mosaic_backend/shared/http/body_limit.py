"""Refuses bodies that are too large before anything of them is kept.

Django's ASGI handler writes a whole body to disk before it looks at the request, and HAProxy does not stand
before every way to this process.
"""

from typing import Any

from mosaic_backend.shared.http.asgi_messages import Application, Message, Receive, Send, refuse
from mosaic_contracts.problems import problem

MAX_BODY_BYTES = 64 << 20
"""As at the front door (haproxy.cfg)."""


class BodyLimit:
    """ASGI middleware: 413 for a Content-Length above the limit, or once more than that has come."""

    def __init__(self, application: Application, max_bytes: int = MAX_BODY_BYTES) -> None:
        self._application = application
        self._max_bytes = max_bytes

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if _announced(scope) > self._max_bytes:
            await _refuse(send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self._max_bytes:
                await _refuse(send)
                return {"type": "http.disconnect"}
            return message

        await self._application(scope, counted, send)


def _announced(scope: Any) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _refuse(send: Send) -> None:
    detail = f"The body is larger than {MAX_BODY_BYTES >> 20} MiB."
    await refuse(send, problem("payload-too-large", detail), {"connection": "close"})
