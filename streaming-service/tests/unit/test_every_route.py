"""Walks every route: each is open, for users or for services, and a new one that nobody classified fails."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from mosaic_platform.access_tokens import AUDIENCE, ISSUER, AccessTokenVerifier
from mosaic_platform.keys import load_private_key
from mosaic_platform.service_tokens import ServiceTokenSigner, ServiceTokenVerifier
from mosaic_streaming.interfaces.http import HttpParts, http_application

KINDS = {
    "GET /health": "open",
    "GET /ready": "open",
    "GET /metrics": "open",
    "GET /api/streaming/schema": "open",
    "GET /internal/jwks.json": "open",
    "POST /api/streaming/v1/cameras/{camera_id}/sessions": "user",
    "GET /api/streaming/v1/streams": "user",
    "POST /api/streaming/v1/prewarm": "user",
    "POST /api/streaming/v1/playback-reports": "user",
    "GET /api/streaming/v1/nodes": "user",
    "POST /internal/v1/cameras/{camera_id}/reader-sessions": "service",
    "POST /internal/v1/probe": "service",
    "GET /internal/v1/node": "node",
}
SHUT = [route for route, kind in KINDS.items() if kind != "open"]
INTERNAL = [route for route, kind in KINDS.items() if kind in ("service", "node")]
BODIES = {"POST /internal/v1/probe": {"source_url": "rtsp://192.0.2.1/"}}


def _nobody(_user_id: str, _issued_at: datetime) -> bool:
    return False


@pytest.fixture
def parts(secrets_dir: Path) -> HttpParts:
    """Nothing behind the routes but the checks of tokens: who gets further has got in."""
    nothing: dict[str, Any] = {one.name: None for one in fields(HttpParts)}
    checks = {
        "service_tokens": ServiceTokenVerifier(secrets_dir, ("backend", "ai")),
        "node_tokens": ServiceTokenVerifier(secrets_dir, ("streaming",)),
        "access_tokens": AccessTokenVerifier(
            httpx.AsyncClient(), "http://127.0.0.1:1/no-keys", revoked=_nobody
        ),
    }
    return HttpParts(**(nothing | checks))


async def status(parts: HttpParts, route: str, token: str | None) -> int:
    transport = httpx.ASGITransport(http_application(parts), raise_app_exceptions=False)
    method, _, path = route.partition(" ")
    filled = re.sub(r"{\w+}", "01a1fbaa-96df-7237-9d88-043ec1572257", path)
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://streaming") as client:
        answer = await client.request(method, filled, headers=headers, json=BODIES.get(route))
        return answer.status_code


def test_routes_when_walked_then_each_is_classified(parts: HttpParts) -> None:
    assert set(walked(http_application(parts).routes)) == set(KINDS)


def walked(routes: Iterable[Any]) -> Iterator[str]:
    """Also what an included router keeps for itself, and what the document leaves out."""
    for route in routes:
        router = getattr(route, "original_router", None)
        if router is not None:
            yield from walked(router.routes)
        else:
            yield from (f"{method} {route.path}" for method in route.methods - {"HEAD"})


@pytest.mark.parametrize("route", SHUT)
@pytest.mark.parametrize("token", [None, "nonsense", "a.b.c"])
async def test_route_when_asked_without_a_good_token_then_401(
    parts: HttpParts, route: str, token: str | None
) -> None:
    assert await status(parts, route, token) == 401


@pytest.mark.parametrize("route", INTERNAL)
async def test_internal_route_when_asked_by_a_user_or_another_service_then_401(
    parts: HttpParts, route: str, secrets_dir: Path
) -> None:
    now = datetime.now(UTC)
    claims = {
        "sub": "1",
        "username": "ann",
        "role": "admin",
        "all_cameras": True,
        "groups": [],
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + timedelta(minutes=10),
    }
    key = load_private_key(secrets_dir / "access-token.pem")
    for kid in ("x", "backend"):
        user = jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": kid})
        assert await status(parts, route, user) == 401
    let_in = {
        name: await status(parts, route, ServiceTokenSigner(name, secrets_dir).token()) != 401
        for name in ("backend", "ai", "streaming")
    }
    of_node = KINDS[route] == "node"
    assert let_in == {"backend": not of_node, "ai": not of_node, "streaming": of_node}
