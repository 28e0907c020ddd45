"""A person who signs in, and a client that bears nothing."""

from typing import Any

import pytest
from rest_framework.test import APIClient

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
