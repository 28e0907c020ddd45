"""ASGI middleware: request ids, RED metrics by route template, the last resort for errors, a body limit."""

import re
import time

from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from mosaic_contracts.errors import MosaicError
from mosaic_contracts.ids import new_id
from mosaic_contracts.problems import problem
from mosaic_platform.logs import get_logger
from mosaic_platform.web.problems import internal_problem, problem_response

_log = get_logger(__name__)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_requests = Counter("mosaic_http_requests_total", "Requests", ["method", "route", "status"])
_duration = Histogram("mosaic_http_request_duration_seconds", "Duration", ["method", "route"])
_in_flight = Gauge("mosaic_http_requests_in_flight", "Requests being answered")


class PayloadTooLargeError(MosaicError):
    """The body is larger than this accepts."""

    code = "payload-too-large"


class RequestMiddleware:
    """Outermost: binds the request id to logs and answer, counts, and turns unforeseen errors into a 500."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        started = time.monotonic()
        with bound_contextvars(request_id=request_id), _in_flight.track_inprogress():
            try:
                await self._app(scope, receive, send_with_id)
            except Exception:
                _log.exception("request_crashed", method=scope["method"], path=scope["path"])
                if (
                    status
                ):  # the answer has begun: only breaking the connection still tells the client
                    raise
                await internal_problem()(scope, receive, send_with_id)
            finally:
                route = _template(scope)
                _requests.labels(scope["method"], route, status or 499).inc()
                _duration.labels(scope["method"], route).observe(time.monotonic() - started)


class BodyLimitMiddleware:
    """Refuses bodies of more than `limit` bytes, announced or not, without reading further."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > self._limit:
            told = problem(
                "payload-too-large", f"At most {self._limit} bytes of body are accepted."
            )
            await problem_response(told)(scope, receive, send)
            return
        received = 0

        async def limited_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit:
                raise PayloadTooLargeError
            return message

        await self._app(scope, limited_receive, send)


def _template(scope: Scope) -> str:
    """The route's template: raw paths would make a time series of every camera."""
    return str(getattr(scope.get("route"), "path_format", None) or "unmatched")
