"""Users' access tokens: what the backend signs, every service reads alike, and nothing else passes.

The key set is served by a real HTTP server, because fetching, keeping and refetching it is the subject.
"""

import json
import threading
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.errors import UnauthenticatedError, UnavailableError
from mosaic_contracts.permissions import VERBS, Principal, Role, Verb
from mosaic_platform import published_keys
from mosaic_platform.access_tokens import (
    AUDIENCE,
    ISSUER,
    LEEWAY_S,
    AccessTokenVerifier,
    claims_of,
    principal_of,
    voided,
)
from mosaic_platform.keys import jwks, key_id

ANN = Principal(
    user_id="01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f",
    username="ann",
    role=Role.OPERATOR,
    all_cameras=False,
    group_ids=frozenset({UUID("01936f00-1a2b-7c3d-8e4f-000000000001")}),
)


def nobody(_user_id: str, _issued_at: datetime) -> bool:
    """No user was revoked."""
    return False


def key_set(*keys: Ed25519PrivateKey) -> jwt.PyJWKSet:
    return jwt.PyJWKSet.from_dict(jwks(*(key.public_key() for key in keys)))


def token(key: Ed25519PrivateKey, *, headers: dict[str, Any] | None = None, **changed: Any) -> str:
    now = datetime.now(UTC)
    whole = {
        **claims_of(ANN),
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + timedelta(minutes=10),
        **changed,
    }
    return jwt.encode(
        {name: value for name, value in whole.items() if value is not None},
        key,
        algorithm="EdDSA",
        headers={"kid": key_id(key.public_key())} if headers is None else headers,
    )


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def test_principal_when_put_into_claims_and_read_then_the_same(key: Ed25519PrivateKey) -> None:
    assert principal_of(token(key), key_set(key)) == ANN


def test_verbs_of_the_user_when_put_into_claims_and_read_then_the_same(
    key: Ed25519PrivateKey,
) -> None:
    own = ANN.model_copy(
        update={
            "verbs": frozenset({Verb.LIVE, Verb.PTZ}),
            "group_verbs": {UUID(int=7): frozenset({Verb.CONFIGURE}), UUID(int=8): frozenset()},
        }
    )
    assert principal_of(token(key, **claims_of(own)), key_set(key)) == own
    assert "verbs" not in claims_of(ANN.model_copy(update={"verbs": VERBS[ANN.role]}))


def test_verb_when_a_newer_signer_knows_more_then_the_unknown_is_left_out(
    key: Ed25519PrivateKey,
) -> None:
    read = principal_of(token(key, verbs=["live", "teleport"]), key_set(key))
    assert read.verbs == {Verb.LIVE}


@pytest.mark.parametrize(
    "changed",
    [
        {"verbs": 7},
        {"verbs": [[]]},
        {"group_verbs": []},
        {"group_verbs": {"gate": ["live"]}},
        {"exp": datetime.now(UTC) - timedelta(seconds=30)},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"iss": "mosaic-streaming"},
        {"iss": None},
        {"aud": "mosaic-media"},
        {"aud": "mosaic-internal"},
        {"aud": None},
        {"role": "root"},
        {"role": None},
        {"username": None},
        {"all_cameras": None},
        {"all_cameras": "perhaps"},
        {"groups": None},
        {"groups": ["not-a-uuid"]},
        {"groups": 7},
        {"iat": datetime.now(UTC) + timedelta(hours=1)},
    ],
)
def test_token_when_a_claim_is_wrong_then_refused(
    key: Ed25519PrivateKey, changed: dict[str, Any]
) -> None:
    with pytest.raises(UnauthenticatedError):
        principal_of(token(key, **changed), key_set(key))


def test_token_when_signed_by_another_key_then_refused(key: Ed25519PrivateKey) -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(UnauthenticatedError):
        principal_of(token(other), key_set(key))
    with pytest.raises(UnauthenticatedError):
        principal_of(token(other, headers={"kid": key_id(key.public_key())}), key_set(key))


def test_token_when_algorithm_is_none_or_hmac_with_the_public_key_then_refused(
    key: Ed25519PrivateKey,
) -> None:
    kid = {"kid": key_id(key.public_key())}
    body = jwt.decode(token(key), options={"verify_signature": False})
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    for forged in (
        jwt.encode(body, None, algorithm="none", headers=kid),
        jwt.encode(body, raw, algorithm="HS256", headers=kid),
    ):
        with pytest.raises(UnauthenticatedError):
            principal_of(forged, key_set(key))


@pytest.mark.parametrize("garbage", ["", "x", "a.b.c", "ey.ey.ey", "é.é.é", "A" * 20_000])
async def test_token_when_garbage_then_refused_without_a_fetch(
    key: Ed25519PrivateKey, garbage: str
) -> None:
    with pytest.raises(UnauthenticatedError):
        principal_of(garbage, key_set(key))
    async with httpx.AsyncClient() as client:
        verifier = AccessTokenVerifier(client, "http://127.0.0.1:1/never-asked", revoked=nobody)
        with pytest.raises(UnauthenticatedError):
            await verifier.principal(garbage)


@pytest.mark.parametrize("headers", [{}, {"kid": "unknown"}])
def test_token_when_key_id_is_missing_or_unknown_then_refused(
    key: Ed25519PrivateKey, headers: dict[str, str]
) -> None:
    with pytest.raises(UnauthenticatedError):
        principal_of(token(key, headers=headers), key_set(key))


class KeyServer:
    """The backend's JWKS endpoint, with keys that a test can turn."""

    def __init__(self) -> None:
        self.keys: list[Ed25519PrivateKey] = []
        self.body: bytes | None = None
        self.status = 200
        self.asked = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked += 1
                published = jwks(*(key.public_key() for key in outer.keys))
                body = outer.body if outer.body is not None else json.dumps(published).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/jwks.json"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[KeyServer]:
    running = KeyServer()
    yield running
    running.stop()


@pytest.fixture
async def verifier(server: KeyServer) -> AsyncIterator[AccessTokenVerifier]:
    async with httpx.AsyncClient(timeout=2) as client:
        yield AccessTokenVerifier(client, server.url, revoked=nobody)


async def test_verifier_when_keys_are_known_then_asks_once(
    server: KeyServer, verifier: AccessTokenVerifier, key: Ed25519PrivateKey
) -> None:
    server.keys = [key]
    for _ in range(5):
        assert await verifier.principal(token(key)) == ANN
    assert server.asked == 1


async def test_verifier_when_backend_goes_down_then_known_keys_go_on(
    server: KeyServer, verifier: AccessTokenVerifier, key: Ed25519PrivateKey
) -> None:
    server.keys = [key]
    await verifier.principal(token(key))
    server.status = 503
    assert await verifier.principal(token(key)) == ANN


async def test_verifier_when_key_was_rotated_then_fetches_again(
    server: KeyServer,
    verifier: AccessTokenVerifier,
    key: Ed25519PrivateKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.keys = [key]
    await verifier.principal(token(key))
    following = Ed25519PrivateKey.generate()
    server.keys = [key, following]
    monkeypatch.setattr(published_keys, "MIN_REFRESH_S", 0.0)
    assert await verifier.principal(token(following)) == ANN
    assert await verifier.principal(token(key)) == ANN


async def test_verifier_when_unknown_key_ids_pour_in_then_the_backend_is_not_flooded(
    server: KeyServer, verifier: AccessTokenVerifier, key: Ed25519PrivateKey
) -> None:
    server.keys = [key]
    await verifier.principal(token(key))
    for n in range(20):
        with pytest.raises(UnauthenticatedError):
            await verifier.principal(token(key, headers={"kid": f"k{n}"}))
    assert server.asked == 1


@pytest.mark.parametrize(
    ("status", "body"), [(503, b""), (200, b"not json"), (200, b'{"keys": []}'), (200, b"[]")]
)
async def test_verifier_when_no_keys_can_be_had_then_unavailable_and_it_recovers(
    server: KeyServer,
    verifier: AccessTokenVerifier,
    key: Ed25519PrivateKey,
    status: int,
    body: bytes,
) -> None:
    server.status, server.body = status, body
    with pytest.raises(UnavailableError):
        await verifier.principal(token(key))
    server.status, server.body, server.keys = 200, None, [key]
    assert await verifier.principal(token(key)) == ANN


async def test_verifier_when_the_user_is_revoked_then_older_tokens_are_refused_and_newer_pass(
    server: KeyServer, key: Ed25519PrivateKey
) -> None:
    server.keys = [key]
    now = datetime.now(UTC)
    until: dict[str, datetime] = {}

    def revoked(user_id: str, issued_at: datetime) -> bool:
        return user_id in until and voided(issued_at, until[user_id])

    async with httpx.AsyncClient(timeout=2) as client:
        verifier = AccessTokenVerifier(client, server.url, revoked=revoked)
        before, at, after = (
            token(key, iat=(now + timedelta(milliseconds=shift)).timestamp())
            for shift in (-1, 0, 1)
        )
        told = [await verifier.checked(each) for each in (before, at, after)]
        until[ANN.user_id] = now
        assert [verifier.in_force(each) for each in told] == [False, False, True]
        for void in (before, at):
            with pytest.raises(UnauthenticatedError):
                await verifier.principal(void)
        assert await verifier.principal(after) == ANN
        until.clear()
        until["01936f00-1a2b-7c3d-8e4f-000000000002"] = now
        assert await verifier.principal(before) == ANN


def test_token_when_it_was_good_before_then_refused_once_it_expires_or_its_key_is_gone(
    key: Ed25519PrivateKey,
) -> None:
    keys = key_set(key)
    ending = token(key, exp=datetime.now(UTC) + timedelta(seconds=1 - LEEWAY_S))
    while True:
        try:
            assert principal_of(ending, keys) == ANN
        except UnauthenticatedError:
            break
        time.sleep(0.02)
    lasting = token(key)
    assert principal_of(lasting, keys) == ANN
    with pytest.raises(UnauthenticatedError):
        principal_of(lasting, key_set(Ed25519PrivateKey.generate()))
