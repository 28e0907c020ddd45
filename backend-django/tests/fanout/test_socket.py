"""The socket on a real server, a real Redis and real tokens; what a principal may hear is the test's to say."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import uvicorn
from event_factories import detection, plate_read
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from mosaic_backend.identity.infrastructure.access_token_signer import JwtSigner
from mosaic_backend.shared.access_keys import signing_key
from mosaic_backend.shared.fanout import hub as hub_module
from mosaic_backend.shared.fanout import socket as socket_module
from mosaic_backend.shared.fanout.admission import Hearing
from mosaic_backend.shared.fanout.entries import STREAM
from mosaic_backend.shared.fanout.hub import FanoutHub, Gap, Listener
from mosaic_backend.shared.fanout.socket import EventsSocket
from mosaic_backend.shared.fanout.writer import FanoutWriter
from mosaic_contracts.events import CameraChanged, CloudEvent, EventData, StreamState, new_event
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal, Role, Verb
from mosaic_platform.access_tokens import CheckedToken

MINE, THEIRS = new_id(), new_id()


def principal(role: Role = Role.OPERATOR) -> Principal:
    return Principal(
        user_id=str(new_id()),
        username=role,
        role=role,
        all_cameras=False,
        group_ids=frozenset(),
    )


def token(role: Role = Role.OPERATOR, *, at: datetime | None = None) -> str:
    return JwtSigner(signing_key()).sign(principal(role), at or datetime.now(UTC))


class Screens:
    """A server with the socket, a writer to its stream, and what may be heard."""

    def __init__(self, redis_url: str) -> None:
        self.cameras: frozenset[UUID] | None = frozenset({MINE})
        self.hub = FanoutHub(redis_url)
        self.writer = FanoutWriter(redis_url)
        app = EventsSocket(self.hub, self._permissions)
        self.server = uvicorn.Server(
            uvicorn.Config(app, port=0, lifespan="off", log_level="warning")
        )

    async def _permissions(self, token: CheckedToken) -> Hearing:
        return Hearing(token.principal, dict.fromkeys(Verb, self.cameras))

    @property
    def url(self) -> str:
        port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"ws://127.0.0.1:{port}/api/v1/events"

    def tell(self, *payloads: EventData) -> list[CloudEvent]:
        events = [new_event(payload, source="test") for payload in payloads]
        self.writer.append(events)
        return events

    @asynccontextmanager
    async def client(
        self, role: Role = Role.OPERATOR, **auth: Any
    ) -> AsyncIterator[ClientConnection]:
        async with connect(self.url) as client:
            await client.send(json.dumps({"type": "auth", "token": token(role), **auth}))
            ready = await heard(client)
            assert ready["type"] == "ready"
            yield client


async def heard(client: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(10):
        message: dict[str, Any] = json.loads(await client.recv())
        return message


async def closed_with(client: ClientConnection) -> int:
    async with asyncio.timeout(10):
        with suppress(ConnectionClosed):
            while True:
                await client.recv()
    return client.close_code or 0


@pytest.fixture
async def screens(redis_url: str) -> AsyncIterator[Screens]:
    redis: Redis = Redis.from_url(redis_url)
    await redis.delete(STREAM)
    screens = Screens(redis_url)
    tasks = [asyncio.create_task(screens.server.serve()), asyncio.create_task(screens.writer.run())]
    while not screens.server.started:
        await asyncio.sleep(0.01)
    yield screens
    screens.server.should_exit = True
    await tasks[0]
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await redis.aclose()


def state(camera_id: UUID) -> StreamState:
    return StreamState(camera_id=camera_id, state="online", changed_at=datetime.now(UTC))


async def test_operator_then_hears_only_of_own_cameras(screens: Screens) -> None:
    async with screens.client() as client:
        screens.tell(
            plate_read("AB1", camera_id=THEIRS),
            CameraChanged(camera_id=MINE, change="updated", revision=1),
            *(wanted := [plate_read("AB2", camera_id=MINE), state(MINE)]),
        )
        messages = [await heard(client) for _ in wanted]
    assert [message["type"] for message in messages] == ["event", "event"]
    assert [message["event"]["type"] for message in messages] == [
        "mosaic.plate.read.v1",
        "mosaic.stream.state.v1",
    ]
    assert messages[0]["event"]["data"]["text"] == "AB2"


async def test_viewer_then_hears_only_of_streams(screens: Screens) -> None:
    async with screens.client(Role.VIEWER) as client:
        screens.tell(plate_read("AB1", camera_id=MINE), detection(camera_id=MINE), state(MINE))
        assert (await heard(client))["event"]["type"] == "mosaic.stream.state.v1"


async def test_types_when_named_then_no_others(screens: Screens) -> None:
    async with screens.client(types=["mosaic.plate.read.v1"]) as client:
        screens.tell(detection(camera_id=MINE), plate_read("AB1", camera_id=MINE))
        assert (await heard(client))["event"]["type"] == "mosaic.plate.read.v1"


async def test_cursor_when_coming_back_then_nothing_is_missed_or_repeated(screens: Screens) -> None:
    async with screens.client() as client:
        screens.tell(plate_read("AB0", camera_id=MINE))
        cursor = (await heard(client))["cursor"]
    sent = screens.tell(*(plate_read(f"AB{n}", camera_id=MINE) for n in range(1, 300)))
    while screens.writer._waiting:
        await asyncio.sleep(0.01)
    async with screens.client(after=cursor) as client:
        sent += screens.tell(plate_read("AB300", camera_id=MINE))
        got = [await heard(client) for _ in sent]
    assert [message["event"]["id"] for message in got] == [str(event.id) for event in sent]


async def test_cursor_when_the_stream_no_longer_holds_it_then_a_gap_is_told(
    screens: Screens,
) -> None:
    screens.tell(plate_read("AB0", camera_id=MINE))
    async with screens.client(after="1-0") as client:
        assert (await heard(client))["type"] == "gap"
        assert (await heard(client))["event"]["data"]["text"] == "AB0"
    async with screens.client(after="99999999999999-0") as client:
        assert (await heard(client))["type"] == "gap"


@pytest.mark.parametrize(
    ("first", "code"),
    [
        (lambda: {"type": "auth", "token": "x.y.z"}, 4401),
        (lambda: {"type": "auth"}, 4401),
        (lambda: {"type": "hello"}, 4401),
        (lambda: {"type": "auth", "token": token(at=datetime.now(UTC) - timedelta(days=1))}, 4401),
        (lambda: {"type": "auth", "token": token(), "after": "x"}, 4400),
        (lambda: ["auth"], 4400),
    ],
)
async def test_first_message_when_wrong_then_closed(
    screens: Screens, first: Callable[[], Any], code: int
) -> None:
    async with connect(screens.url) as client:
        await client.send(json.dumps(first()))
        assert await closed_with(client) == code


async def test_silence_when_too_long_then_closed(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "AUTH_WITHIN_S", 0.1)
    async with connect(screens.url) as client:
        assert await closed_with(client) == 4401


async def test_sub_protocol_when_it_carries_the_token_then_ready(screens: Screens) -> None:
    protocols: Any = ["mosaic.events.v1", f"bearer.{token()}"]
    async with connect(screens.url, subprotocols=protocols) as client:
        assert client.subprotocol == "mosaic.events.v1"
        assert (await heard(client))["type"] == "ready"


async def test_token_when_it_expires_then_closed_unless_renewed(screens: Screens) -> None:
    nearly_over = datetime.now(UTC) - timedelta(minutes=10) + timedelta(seconds=1)
    async with connect(screens.url) as silent, connect(screens.url) as renewing:
        for client in (silent, renewing):
            await client.send(json.dumps({"type": "auth", "token": token(at=nearly_over)}))
            assert (await heard(client))["type"] == "ready"
        await renewing.send(json.dumps({"type": "auth", "token": token()}))
        assert (await heard(renewing))["type"] == "renewed"
        assert await closed_with(silent) == 4401
        screens.tell(state(MINE))
        assert (await heard(renewing))["type"] == "event"


async def test_permissions_when_taken_away_then_no_longer_heard(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_module, "PERMISSIONS_EVERY_S", 0.05)
    async with screens.client() as client:
        screens.cameras = frozenset({THEIRS})
        seen: set[str] = set()
        async with asyncio.timeout(10):
            while str(THEIRS) not in seen:
                screens.tell(state(THEIRS))
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.1):
                        seen.add(json.loads(await client.recv())["event"]["data"]["camera_id"])
        screens.tell(state(MINE), last := detection(camera_id=THEIRS))
        while (message := await heard(client))["event"]["type"] != last.TYPE:
            seen.add(message["event"]["data"]["camera_id"])
        assert seen == {str(THEIRS)}


async def test_listener_when_it_overflows_then_one_gap_and_the_newest() -> None:
    listener = Listener(size=3)
    for number in range(5):
        listener.put(hub_module.Entry(f"{number}-0", "t", None, "{}"))
    assert isinstance(await listener.get(), Gap)
    rest = [await listener.get() for _ in range(2)]
    assert [entry.cursor for entry in rest if not isinstance(entry, Gap)] == ["3-0", "4-0"]


async def test_ping_then_pong(screens: Screens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket_module, "PING_EVERY_S", 0.1)
    async with screens.client() as client:
        await client.send(json.dumps({"type": "ping"}))
        assert {(await heard(client))["type"] for _ in range(2)} == {"ping", "pong"}
