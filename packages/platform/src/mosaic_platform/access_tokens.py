"""The users' access tokens: claims, and their check by any service (the backend alone signs them)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import jwt

from mosaic_contracts.errors import UnauthenticatedError
from mosaic_contracts.permissions import VERBS, Principal, Role, Verb
from mosaic_platform.published_keys import PublishedKeys

ISSUER = "mosaic"
AUDIENCE = "mosaic-api"
LEEWAY_S = 5
REMEMBERED = 4096

# The last two: an instant beyond what the platform's calendar holds.
_NOT_A_TOKEN = (
    jwt.PyJWTError,
    KeyError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    OSError,
)


def claims_of(principal: Principal) -> dict[str, Any]:
    """The claims that tell a principal; the signer adds iss, aud, iat, exp, jti.

    `verbs` and `group_verbs` are there only where they differ from what the role gives.
    """
    claims: dict[str, Any] = {
        "sub": principal.user_id,
        "username": principal.username,
        "role": principal.role.value,
        "all_cameras": principal.all_cameras,
        "groups": sorted(str(group) for group in principal.group_ids),
    }
    if principal.verbs is not None and principal.verbs != VERBS[principal.role]:
        claims["verbs"] = sorted(principal.verbs)
    if principal.group_verbs:
        claims["group_verbs"] = {
            str(group): sorted(verbs) for group, verbs in principal.group_verbs.items()
        }
    return claims


def _verbs(names: list[str]) -> frozenset[Verb]:
    """A verb that this service does not know yet is one that it asks nobody for."""
    return frozenset(Verb(name) for name in names if name in set(Verb))


@dataclass(frozen=True)
class CheckedToken:
    """What a valid access token says."""

    principal: Principal
    issued_at: datetime
    expires_at: datetime


def principal_of(token: str, keys: jwt.PyJWKSet) -> Principal:
    """Checks signature, issuer, audience and time. Raises UnauthenticatedError."""
    return checked(token, keys).principal


def checked(token: str, keys: jwt.PyJWKSet) -> CheckedToken:
    """Checks signature, issuer, audience and time. Raises UnauthenticatedError.

    A token that was good is remembered with the keys by which it was: only its time is looked at again.
    """
    told = _verified(token, keys)
    if told.expires_at <= datetime.now(UTC) - timedelta(seconds=LEEWAY_S):
        raise UnauthenticatedError("the access token is not valid")
    return told


@lru_cache(maxsize=REMEMBERED)
def _verified(token: str, keys: jwt.PyJWKSet) -> CheckedToken:
    try:
        kid = jwt.get_unverified_header(token)["kid"]
        claims = jwt.decode(
            token,
            keys[kid].key,
            algorithms=["EdDSA"],
            issuer=ISSUER,
            audience=AUDIENCE,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
        principal = Principal(
            user_id=claims["sub"],
            username=claims["username"],
            role=Role(claims["role"]),
            all_cameras=claims["all_cameras"],
            group_ids=frozenset(UUID(group) for group in claims["groups"]),
            verbs=_verbs(claims["verbs"]) if "verbs" in claims else None,
            group_verbs={
                UUID(group): _verbs(verbs) for group, verbs in claims.get("group_verbs", {}).items()
            },
        )
        return CheckedToken(
            principal,
            datetime.fromtimestamp(claims["iat"], tz=UTC),
            datetime.fromtimestamp(claims["exp"], tz=UTC),
        )
    except _NOT_A_TOKEN as error:
        raise UnauthenticatedError("the access token is not valid") from error


def voided(issued_at: datetime, revoked_until: datetime) -> bool:
    """Whether a revocation voids a token that was issued then; at the very instant counts as before it.

    Both have fractions of a second, so a user who signs in anew within the second has a good token.
    """
    return issued_at <= revoked_until


class AccessTokenVerifier:
    """Checks access tokens against the backend's JWKS, as PublishedKeys has them, and against revocations."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        jwks_url: str,
        kept: Path | None = None,
        *,
        revoked: Callable[[str, datetime], bool],
    ) -> None:
        """revoked: whether tokens that this user was issued at this instant are void (RevokedUsers)."""
        self._keys = PublishedKeys(client, jwks_url, kept)
        self._revoked = revoked

    async def checked(self, token: str) -> CheckedToken:
        """Raises UnauthenticatedError, or UnavailableError while no keys could be had at all."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as error:
            raise UnauthenticatedError("the access token is not valid") from error
        told = checked(token, await self._keys.holding(kid))
        if not self.in_force(told):
            raise UnauthenticatedError("the access token was revoked")
        return told

    async def principal(self, token: str) -> Principal:
        """Raises as `checked` does."""
        return (await self.checked(token)).principal

    def in_force(self, token: CheckedToken) -> bool:
        """Whether the user was not revoked since: for what goes on after the token was checked."""
        return not self._revoked(token.principal.user_id, token.issued_at)
