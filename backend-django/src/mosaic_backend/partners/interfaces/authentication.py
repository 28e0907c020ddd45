"""Who asks: an API client by its key, in `X-API-Key` or as a bearer token."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from mosaic_backend.partners import bootstrap
from mosaic_backend.partners.domain.api_key import digest_of
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.infrastructure.keys import client_of
from mosaic_backend.partners.infrastructure.rate_limits import Taking
from mosaic_backend.partners.interfaces import metering
from mosaic_backend.shared.http.authentication import REALM, bearer_token
from mosaic_contracts.errors import UnauthenticatedError

HEADER = "X-API-Key"


@dataclass(frozen=True)
class PartnerUser:
    """The API client behind a key."""

    client: Client
    begun: Taking | None = None
    """The request in the client's limits, where Redis was asked while the key was looked up."""
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
        return _found(text, datetime.now(UTC)), None

    def authenticate_header(self, request: Request) -> str:
        return REALM


def _found(text: str, now: datetime) -> PartnerUser:
    """Asks Redis and the database at once where the key was good a moment ago; the database alone lets in."""
    lately, digest = bootstrap.lately_seen(), digest_of(text)
    known = lately.client_of(digest)
    begun = metering.begin(known) if known else None
    try:
        client = client_of(text, now)
    except BaseException:
        if begun:
            begun.drop()
        lately.forget(digest)
        raise
    lately.note(digest, client)
    return PartnerUser(client, begun)


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": HEADER}


def begun_of_request(request: Request) -> Taking | None:
    return getattr(request.user, "begun", None)


def client_of_request(request: Request) -> Client:
    """Raises UnauthenticatedError for a request without a client."""
    client = getattr(request.user, "client", None)
    if not isinstance(client, Client):
        raise UnauthenticatedError
    return client
