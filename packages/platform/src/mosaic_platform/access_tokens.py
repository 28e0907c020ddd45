"""The users' access tokens: claims, and their check by any service (the backend alone signs them)."""

import asyncio
import time
from typing import Any
from uuid import UUID

import httpx
import jwt

from mosaic_contracts.errors import UnauthenticatedError, UnavailableError
from mosaic_contracts.permissions import Principal, Role

ISSUER = "mosaic"
AUDIENCE = "mosaic-api"
LEEWAY_S = 5
MIN_REFRESH_S = 10.0


def claims_of(principal: Principal) -> dict[str, Any]:
    """The claims that tell a principal; the signer adds iss, aud, iat, exp, jti."""
    return {
        "sub": principal.user_id,
        "username": principal.username,
        "role": principal.role.value,
        "all_cameras": principal.all_cameras,
        "groups": sorted(str(group) for group in principal.group_ids),
    }


def principal_of(token: str, keys: jwt.PyJWKSet) -> Principal:
    """Checks signature, issuer, audience and time. Raises UnauthenticatedError."""
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
        return Principal(
            user_id=claims["sub"],
            username=claims["username"],
            role=Role(claims["role"]),
            all_cameras=claims["all_cameras"],
            group_ids=frozenset(UUID(group) for group in claims["groups"]),
        )
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise UnauthenticatedError("the access token is not valid") from error


class AccessTokenVerifier:
    """Checks access tokens against the backend's JWKS, fetched when first needed and kept.

    A token with an unknown key id causes a new fetch, at most one in MIN_REFRESH_S. While the backend is down
    the known keys go on.
    """

    def __init__(self, client: httpx.AsyncClient, jwks_url: str) -> None:
        self._client = client
        self._url = jwks_url
        self._keys: jwt.PyJWKSet | None = None
        self._fetched_at = 0.0
        self._lock = asyncio.Lock()

    async def principal(self, token: str) -> Principal:
        """Raises UnauthenticatedError, or UnavailableError while no keys could be had at all."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as error:
            raise UnauthenticatedError("the access token is not valid") from error
        return principal_of(token, await self._keys_with(kid))

    async def _keys_with(self, kid: object) -> jwt.PyJWKSet:
        async with self._lock:
            known = self._keys is not None and any(key.key_id == kid for key in self._keys.keys)
            fresh = self._keys is not None and time.monotonic() - self._fetched_at < MIN_REFRESH_S
            if not known and not fresh:
                await self._fetch()
            if self._keys is None:
                raise UnavailableError("the keys of the access tokens cannot be had now")
            return self._keys

    async def _fetch(self) -> None:
        try:
            response = await self._client.get(self._url)
            response.raise_for_status()
            self._keys = jwt.PyJWKSet.from_dict(response.json())
            self._fetched_at = time.monotonic()
        except (httpx.HTTPError, ValueError, AttributeError, jwt.PyJWTError) as error:
            if self._keys is None:
                raise UnavailableError("the keys of the access tokens cannot be had now") from error
