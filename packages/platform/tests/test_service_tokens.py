"""A service's token opens the door of those who accept that service, and nothing else does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.clock import ManualClock
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_platform.service_tokens import (
    AUDIENCE,
    LIFETIME,
    ServiceTokenSigner,
    ServiceTokenVerifier,
)

Keys = tuple[Path, dict[str, Ed25519PrivateKey]]


def claims(**changed: Any) -> dict[str, Any]:
    now = datetime.now(UTC)
    whole = {"iss": "mosaic-ai", "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME} | changed
    return {name: value for name, value in whole.items() if value is not None}


def test_token_when_signed_by_an_accepted_service_then_its_name(service_keys: Keys) -> None:
    folder, _ = service_keys
    verifier = ServiceTokenVerifier(folder, ["ai", "streaming"])
    for name in ("ai", "streaming"):
        signer = ServiceTokenSigner(name, folder)
        assert verifier.service(signer.token()) == name
        assert signer.header()["Authorization"].startswith("Bearer ey")


def test_token_when_of_a_service_that_is_not_accepted_then_refused(service_keys: Keys) -> None:
    folder, _ = service_keys
    verifier = ServiceTokenVerifier(folder, ["ai"])
    with pytest.raises(UnauthenticatedError):
        verifier.service(ServiceTokenSigner("backend", folder).token())


@pytest.mark.parametrize("age_s", [LIFETIME.total_seconds() + 10, 3600])
def test_token_when_expired_then_refused(service_keys: Keys, age_s: float) -> None:
    folder, _ = service_keys
    clock = ManualClock(datetime.now(UTC) - timedelta(seconds=age_s))
    token = ServiceTokenSigner("ai", folder, clock).token()
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai"]).service(token)


def test_token_when_signed_for_tomorrow_then_refused(service_keys: Keys) -> None:
    folder, _ = service_keys
    clock = ManualClock(datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai"]).service(
            ServiceTokenSigner("ai", folder, clock).token()
        )


@pytest.mark.parametrize(
    ("changed", "kid"),
    [
        ({"aud": "mosaic-api"}, "ai"),
        ({"aud": None}, "ai"),
        ({"iss": "mosaic-backend"}, "ai"),
        ({"iss": None}, "ai"),
        ({"exp": None}, "ai"),
        ({"iat": None}, "ai"),
        ({}, "streaming"),
        ({}, "nobody"),
        ({}, ""),
        ({}, None),
    ],
)
def test_token_when_a_claim_or_key_id_is_wrong_then_refused(
    service_keys: Keys, changed: dict[str, Any], kid: str | None
) -> None:
    folder, keys = service_keys
    headers = {} if kid is None else {"kid": kid}
    token = jwt.encode(claims(**changed), keys["ai"], algorithm="EdDSA", headers=headers)
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai", "streaming", "backend"]).service(token)


def test_token_when_one_service_speaks_as_another_then_refused(service_keys: Keys) -> None:
    folder, keys = service_keys
    forged = jwt.encode(
        claims(iss="mosaic-backend"), keys["ai"], algorithm="EdDSA", headers={"kid": "backend"}
    )
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai", "backend"]).service(forged)


def test_token_when_algorithm_is_none_then_refused(service_keys: Keys) -> None:
    folder, _ = service_keys
    token = jwt.encode(claims(), None, algorithm="none", headers={"kid": "ai"})
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai"]).service(token)


def test_token_when_public_key_is_used_as_hmac_secret_then_refused(service_keys: Keys) -> None:
    folder, keys = service_keys
    raw = (
        keys["ai"]
        .public_key()
        .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    )
    token = jwt.encode(claims(), raw, algorithm="HS256", headers={"kid": "ai"})
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai"]).service(token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "ey.ey.ey", "." * 2, "é.é.é", "A" * 20_000])
def test_token_when_garbage_then_refused(service_keys: Keys, token: str) -> None:
    folder, _ = service_keys
    with pytest.raises(UnauthenticatedError):
        ServiceTokenVerifier(folder, ["ai"]).service(token)


def test_token_when_tampered_then_refused(service_keys: Keys) -> None:
    folder, _ = service_keys
    verifier = ServiceTokenVerifier(folder, ["ai"])
    header, body, signature = ServiceTokenSigner("ai", folder).token().split(".")
    flipped = ("A" if signature[5] != "A" else "B").join([signature[:5], signature[6:]])
    with pytest.raises(UnauthenticatedError):
        verifier.service(".".join([header, body, flipped]))
    other = jwt.encode(claims(exp=datetime.now(UTC) + timedelta(days=9)), "k" * 32).split(".")[1]
    with pytest.raises(UnauthenticatedError):
        verifier.service(".".join([header, other, signature]))
