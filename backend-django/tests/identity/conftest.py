"""A person who signs in, and a client that bears nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from .oidc_stand_in import CLIENT_ID, CLIENT_SECRET, StandIn, served

PASSWORD = "correct horse battery"
TOKEN = "/api/v1/auth/token"


@pytest.fixture
def client() -> APIClient:
    client = APIClient()
    client.default_format = "json"
    return client


@pytest.fixture
def user(db: None) -> Any:
    from mosaic_backend.identity.infrastructure.models import User

    return User.objects.create_user("ann", PASSWORD, role="operator", all_cameras=True)


@pytest.fixture
def sign_in(client: APIClient) -> Any:
    """Tries to sign in: `sign_in(password="wrong", address="198.51.100.7")`."""

    def make(address: str = "192.0.2.1", **fields: Any) -> Any:
        body = {"username": "ann", "password": PASSWORD} | fields
        return client.post(TOKEN, body, headers={"X-Forwarded-For": address})

    return make


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with served(StandIn()) as provider:
        yield provider


@pytest.fixture
def provider(db: None, stand_in: StandIn) -> Any:
    """The stand-in as administrators configured it: people who are unknown become viewers."""
    from mosaic_backend.identity.bootstrap import request_rates
    from mosaic_backend.identity.infrastructure.models import SignInProvider

    request_rates.cache_clear()  # counts by address, which all tests share
    return SignInProvider.objects.create(
        slug="stand-in",
        name="Stand-in",
        issuer=stand_in.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        create_users=True,
        default_role="viewer",
    )
