"""Requests through the ASGI handler as uvicorn sends them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from threading import Event
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from mosaic_backend.shared.http.threaded_handler import ThreadedHandler

ended: list[str] = []


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body + request.headers["X-Word"].encode())


async def _endless() -> AsyncIterator[bytes]:
    try:
        while True:
            yield b"tick\n"
            await asyncio.sleep(0.01)
    finally:
        ended.append("endless")


def _stream(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_endless())


def _crash(_request: HttpRequest) -> HttpResponse:
    raise RuntimeError("unforeseen")


held = Event()


def _held(_request: HttpRequest) -> HttpResponse:
    held.wait(60)
    return HttpResponse(b"at last")


asked_by: list[Any] = []


def _stored(_request: HttpRequest) -> StreamingHttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    asked_by.append(connections[DEFAULT_DB_ALIAS])
    return StreamingHttpResponse(_endless())


urlpatterns = [
    path("stored", _stored),
    path("plain", _plain),
    path("stream", _stream),
    path("crash", _crash),
    path("held", _held),
    path("ready", _plain),
]


class Exchange:
    """One request; what came back."""

    def __init__(self, target: str, body: bytes = b"") -> None:
        self.sent: list[dict[str, Any]] = []
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._inbox.put_nowait({"type": "http.request", "body": body, "more_body": False})
        self._scope = {
            "type": "http",
            "method": "POST" if body else "GET",
            "path": target,
            "query_string": b"",
            "headers": [(b"host", b"testserver"), (b"x-word", b"word")],
        }

    async def run(self, handler: ThreadedHandler) -> None:
        async def send(message: dict[str, Any]) -> None:
            self.sent.append(message)

        await handler(self._scope, self._inbox.get, send)

    def leave(self) -> None:
        self._inbox.put_nowait({"type": "http.disconnect"})

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


@pytest.fixture
def handler(settings: Any) -> ThreadedHandler:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["mosaic_backend.shared.http.request_ids.RequestIdMiddleware"]
    return ThreadedHandler(2, first={"/ready"})


@pytest.fixture
def finished() -> Iterator[list[str]]:
    """A word for each request whose resources, the database connection among them, were given back."""
    words: list[str] = []

    def note(**_: object) -> None:
        words.append("finished")

    request_finished.connect(note)
    yield words
    request_finished.disconnect(note)


async def test_request_when_plain_then_answered_and_given_back(
    handler: ThreadedHandler, finished: list[str]
) -> None:
    exchange = Exchange("/plain", b"a ")
    await exchange.run(handler)
    assert exchange.sent[0]["status"] == 200
    assert exchange.body == b"a word"
    assert finished == ["finished"]


async def test_request_when_many_come_at_once_then_all_are_answered(
    handler: ThreadedHandler,
) -> None:
    exchanges = [Exchange("/plain", str(number).encode()) for number in range(20)]
    await asyncio.gather(*(exchange.run(handler) for exchange in exchanges))
    assert [exchange.body for exchange in exchanges] == [f"{n}word".encode() for n in range(20)]


async def test_probe_when_every_thread_is_busy_then_answered_all_the_same(
    handler: ThreadedHandler,
) -> None:
    held.clear()
    others = [Exchange("/held") for _ in range(5)]
    running = [asyncio.create_task(exchange.run(handler)) for exchange in others]
    try:
        probe = Exchange("/ready")
        async with asyncio.timeout(30):
            await probe.run(handler)
        assert probe.body == b"word"
        assert not any(task.done() for task in running)
    finally:
        held.set()
        await asyncio.gather(*running)
    assert {exchange.body for exchange in others} == {b"at last"}


async def test_stream_when_the_client_leaves_then_it_ends(
    handler: ThreadedHandler, finished: list[str]
) -> None:
    ended.clear()
    exchange = Exchange("/stream")
    running = asyncio.create_task(exchange.run(handler))
    async with asyncio.timeout(30):
        while exchange.body.count(b"tick") < 3:
            await asyncio.sleep(0.01)
        exchange.leave()
        await running
    assert ended == ["endless"]
    assert finished == ["finished"]


@pytest.mark.django_db(transaction=True)
async def test_stream_when_its_view_asked_the_database_then_the_connection_is_given_back_at_once(
    handler: ThreadedHandler,
) -> None:
    """Kept by the thread until its next request, eight streams took all connections of the pool."""
    asked_by.clear()
    exchange = Exchange("/stored")
    running = asyncio.create_task(exchange.run(handler))
    async with asyncio.timeout(30):
        while b"tick" not in exchange.body:
            await asyncio.sleep(0.01)
        [wrapper] = asked_by
        assert wrapper.connection is None
        exchange.leave()
        await running
    assert wrapper.connection is None


async def test_request_when_a_view_crashes_then_500_and_given_back(
    handler: ThreadedHandler, finished: list[str]
) -> None:
    exchange = Exchange("/crash")
    await exchange.run(handler)
    assert exchange.sent[0]["status"] == 500
    assert b"unforeseen" not in exchange.body
    assert finished == ["finished"]
