"""Who asks: an API client by its key, in `X-API-Key` or as a bearer token."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.infrastructure.keys import client_of
from mosaic_backend.shared.http.authentication import REALM, bearer_token
from mosaic_contracts.errors import UnauthenticatedError

HEADER = "X-API-Key"


@dataclass(frozen=True)
class PartnerUser:
    """The API client behind a key."""

    client: Client
    is_authenticated: bool = True

    @property
    def pk(self) -> str:
        return str(self.client.id)


class ApiKeyAuthentication(BaseAuthentication):
    """Sets `request.user.client`. Access tokens of users open nothing here."""

    def authenticate(self, request: Request) -> tuple[PartnerUser, None]:
        text = request.headers.get(HEADER) or bearer_token(request)
        if not text:
            raise UnauthenticatedError("an API key is needed")
        return PartnerUser(client_of(text, datetime.now(UTC))), None

    def authenticate_header(self, request: Request) -> str:
        return REALM


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER}


def client_of_request(request: Request) -> Client:
    """Raises UnauthenticatedError for a request without a client."""
    client = getattr(request.user, "client", None)
    if not isinstance(client, Client):
        raise UnauthenticatedError
    return client
