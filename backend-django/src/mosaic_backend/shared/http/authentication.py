"""Who asks: a user by access token, or another service by service token."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.access_keys import key_set
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_contracts.permissions import Principal
from mosaic_platform.access_tokens import checked
from mosaic_platform.service_tokens import ServiceTokenVerifier

REALM = 'Bearer realm="mosaic"'


@dataclass(frozen=True)
class TokenUser:
    """A user as the claims of the access token tell; no row is read."""

    principal: Principal
    issued_at: datetime
    is_authenticated: bool = True

    @property
    def pk(self) -> str:
        return self.principal.user_id


@dataclass(frozen=True)
class ServiceUser:
    """Another part of Mosaic."""

    service: str
    is_authenticated: bool = True


@dataclass(frozen=True)
class Nobody:
    """A request without credentials."""

    principal: None = None
    is_authenticated: bool = False


def bearer_token(request: Request) -> str | None:
    """The token of the Authorization header; None without such a header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


class AccessTokenAuthentication(BaseAuthentication):
    """Sets `request.user.principal` from the bearer token."""

    def authenticate(self, request: Request) -> tuple[TokenUser, str] | None:
        token = bearer_token(request)
        if token is None:
            return None
        told = checked(token, key_set())
        return TokenUser(told.principal, told.issued_at), token

    def authenticate_header(self, request: Request) -> str:
        return REALM


@lru_cache
def _verifier() -> ServiceTokenVerifier:
    return ServiceTokenVerifier(environment().secrets_dir, ("streaming", "ai"))


class ServiceTokenAuthentication(BaseAuthentication):
    """Sets `request.user.service` from the bearer token of another service."""

    def authenticate(self, request: Request) -> tuple[ServiceUser, str]:
        token = bearer_token(request)
        if token is None:
            raise UnauthenticatedError("a service token is needed")
        return ServiceUser(_verifier().service(token)), token

    def authenticate_header(self, request: Request) -> str:
        return REALM
