"""What ASGI middleware is made of, and how it refuses a request by itself."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from mosaic_contracts.problems import MEDIA_TYPE, Problem

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]


async def refuse(send: Send, told: Problem, headers: Mapping[str, str]) -> None:
    """Answers with the problem instead of the application."""
    body = told.model_dump_json(exclude_none=True).encode()
    named = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **headers}
    sent = [(name.encode(), value.encode()) for name, value in named.items()]
    await send({"type": "http.response.start", "status": told.status, "headers": sent})
    await send({"type": "http.response.body", "body": body})
