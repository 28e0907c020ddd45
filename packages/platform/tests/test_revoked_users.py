"""Revocations as a backend tells them that answers, is down, or talks nonsense."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.internal_api import Revocation, Revocations
from mosaic_platform import revoked_users
from mosaic_platform.revoked_users import RevokedUsers
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier

ANN, BOB = UUID(int=1), UUID(int=2)
NOW = datetime.now(UTC)
BEFORE, AFTER = NOW - timedelta(milliseconds=1), NOW + timedelta(milliseconds=1)


class Backend:
    """Tells what a test says, with an entity tag, to services that prove themselves."""

    def __init__(self, services: ServiceTokenVerifier) -> None:
        self.until: dict[UUID, datetime] = {}
        self.answers: list[int] = []
        self.down = False
        self.hangs = False
        self.body: bytes | None = None
        self._services = services

    async def answer(self, request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/internal/v1/revocations"
        token = request.headers["authorization"].removeprefix("Bearer ")
        assert self._services.service(token) == "streaming"
        if self.hangs:
            await asyncio.Event().wait()
        if self.down:
            raise httpx.ConnectError("refused")
        if self.body is not None:
            return httpx.Response(200, content=self.body)
        told = Revocations(
            items=[Revocation(user_id=user, until=until) for user, until in self.until.items()]
        )
        tag = f'"{hash(tuple(self.until.items()))}"'
        same = request.headers.get("if-none-match") == tag
        self.answers.append(304 if same else 200)
        if same:
            return httpx.Response(304, headers={"ETag": tag})
        return httpx.Response(200, content=told.model_dump_json(), headers={"ETag": tag})


@pytest.fixture
def backend(service_keys: tuple[Path, dict[str, Ed25519PrivateKey]]) -> Backend:
    return Backend(ServiceTokenVerifier(service_keys[0], ("streaming",)))


@pytest.fixture
async def client(backend: Backend) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(backend.answer)) as made:
        yield made


@pytest.fixture
def signer(service_keys: tuple[Path, dict[str, Ed25519PrivateKey]]) -> ServiceTokenSigner:
    return ServiceTokenSigner("streaming", service_keys[0])


@pytest.fixture
def users(client: httpx.AsyncClient, signer: ServiceTokenSigner) -> RevokedUsers:
    return RevokedUsers(client, "http://backend/", signer)


async def test_user_when_revoked_then_tokens_until_then_are_void_and_of_nobody_else(
    backend: Backend, users: RevokedUsers
) -> None:
    backend.until[ANN] = NOW
    assert not users.revoked(str(ANN), BEFORE)
    assert await users.ask()
    assert [users.revoked(str(ANN), at) for at in (BEFORE, NOW, AFTER)] == [True, True, False]
    assert not users.revoked(str(BOB), BEFORE)


async def test_answer_when_nothing_changed_then_304_and_nobody_is_called(
    backend: Backend, users: RevokedUsers
) -> None:
    calls: list[int] = []
    users.when_changed(lambda: calls.append(1))
    backend.until[ANN] = NOW
    for _ in range(3):
        await users.ask()
    assert (backend.answers, len(calls)) == ([200, 304, 304], 1)
    backend.until[BOB] = NOW
    await users.ask()
    assert users.revoked(str(BOB), BEFORE)
    assert len(calls) == 2


@pytest.mark.parametrize("fault", ["down", "hangs", "nonsense"])
async def test_backend_when_it_does_not_tell_then_what_is_known_goes_on_and_it_is_asked_again(
    backend: Backend, users: RevokedUsers, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(revoked_users, "ASK_WITHIN_S", 0.05)
    backend.until[ANN] = NOW
    await users.ask()
    backend.down, backend.hangs = fault == "down", fault == "hangs"
    backend.body = b'{"items": [7]}' if fault == "nonsense" else None
    backend.until[BOB] = NOW
    assert not await users.ask()
    assert users.revoked(str(ANN), BEFORE)
    assert not users.revoked(str(BOB), BEFORE)
    backend.down, backend.hangs, backend.body = False, False, None
    assert await users.ask()
    assert users.revoked(str(BOB), BEFORE)


async def test_restart_when_the_backend_is_down_then_nothing_is_given_back(
    backend: Backend, client: httpx.AsyncClient, signer: ServiceTokenSigner, tmp_path: Path
) -> None:
    kept = tmp_path / "data" / "revocations.json"
    backend.until[ANN] = NOW
    first = RevokedUsers(client, "http://backend", signer, kept)
    await first.load()
    assert kept.stat().st_mode & 0o077 == 0
    backend.down = True
    again = RevokedUsers(client, "http://backend", signer, kept)
    await again.load()
    assert again.revoked(str(ANN), NOW)
    kept.write_text("torn")
    torn = RevokedUsers(client, "http://backend", signer, kept)
    await torn.load()
    assert not torn.revoked(str(ANN), NOW)
    backend.down = False
    await torn.ask()
    assert torn.revoked(str(ANN), NOW)


async def test_follow_when_running_then_a_revocation_is_heard_of(
    backend: Backend, users: RevokedUsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revoked_users, "ASK_EVERY_S", 0.01)
    heard = asyncio.Event()
    users.when_changed(heard.set)
    following = asyncio.create_task(users.follow())
    backend.until[ANN] = NOW
    async with asyncio.timeout(20):
        await heard.wait()
    following.cancel()
    with suppress(asyncio.CancelledError):
        await following
    assert users.revoked(str(ANN), BEFORE)
