"""OpenID Connect as a client, by Authlib and joserfc; the requests are our own, because those are bounded."""

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any

from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from mosaic_backend.identity.application.provider_ports import Answer, Journey, Provider
from mosaic_backend.identity.domain.errors import ProviderSignInError, Refusal
from mosaic_backend.identity.infrastructure.provider_http import ProviderHttpError
from mosaic_backend.identity.infrastructure.provider_metadata import Metadata, ProviderMetadata

# Public keys only. `none` and HMAC, whose secret could be the public key, are not among them.
ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
LEEWAY_S = 60
MOST_ISSUERS = 50
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class OidcClient:
    """Adapter of `ProviderClient`."""

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback
        self._known: dict[str, ProviderMetadata] = {}
        self._lock = Lock()

    def departure(self, provider: Provider, journey: Journey, redirect_uri: str) -> str:
        endpoint = self._of(provider.issuer).read().authorization_endpoint
        url, _ = _oauth(provider, redirect_uri).create_authorization_url(
            endpoint, state=journey.state, code_verifier=journey.verifier, nonce=journey.nonce
        )
        return str(url)

    def claims(
        self, provider: Provider, journey: Journey, answer: Answer, redirect_uri: str
    ) -> Mapping[str, Any]:
        known = self._of(provider.issuer)
        metadata = known.read()
        if metadata.names_issuer_in_answers and answer.issuer != provider.issuer:
            raise _rejected("the answer does not name its issuer (RFC 9207)")
        token = self._exchanged(provider, metadata, journey, answer, redirect_uri)
        claims = _proven(known, provider, journey, token)
        missing = provider.policy.wanted_claims() - claims.keys()
        access = token.get("access_token")
        if missing and metadata.userinfo_endpoint and isinstance(access, str) and access.isascii():
            said = known.http.get(metadata.userinfo_endpoint, {"Authorization": f"Bearer {access}"})
            # OpenID Connect Core 1.0, section 5.3.2: of another subject it must not be used.
            if said.get("sub") != claims.get("sub"):
                raise _rejected("userinfo is of another subject")
            claims = {**said, **claims}
        return claims

    def check(self, issuer: str) -> Metadata:
        """Reads discovery document and keys anew, for the administrators. Raises ProviderHttpError."""
        fresh = ProviderMetadata(issuer, loopback=self._loopback)
        metadata = fresh.read()
        fresh.keys()
        with self._lock:
            self._known.pop(issuer, None)
        return metadata

    def _of(self, issuer: str) -> ProviderMetadata:
        with self._lock:
            if issuer not in self._known:
                if len(self._known) >= MOST_ISSUERS:
                    self._known.clear()
                self._known[issuer] = ProviderMetadata(issuer, loopback=self._loopback)
            return self._known[issuer]

    def _exchanged(
        self,
        provider: Provider,
        metadata: Metadata,
        journey: Journey,
        answer: Answer,
        redirect_uri: str,
    ) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=redirect_uri,
            code=answer.code,
            code_verifier=journey.verifier,
        )
        auth = _oauth(provider, redirect_uri).client_auth(_auth_method(provider, metadata))
        url, headers, body = auth.prepare("POST", metadata.token_endpoint, dict(_FORM), body)
        status, said = self._of(provider.issuer).http.post(url, headers, body)
        if status >= 500:
            raise ProviderHttpError(f"{url} answered {status}")
        if status != 200 or "error" in said:
            error = f"{str(said.get('error'))[:80]} {str(said.get('error_description'))[:200]}"
            if said.get("error") in {"invalid_client", "unauthorized_client"}:
                raise ProviderHttpError(f"{url} does not accept our client: {error}")
            raise _rejected(f"the code was not accepted: {error}")
        return said


def _oauth(provider: Provider, redirect_uri: str) -> Any:
    return OAuth2Client(
        session=None,
        client_id=provider.client_id,
        client_secret=provider.secret or None,
        scope=_scope(provider),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _scope(provider: Provider) -> str:
    scopes = provider.scopes.split()
    return " ".join(scopes if "openid" in scopes else ["openid", *scopes])


def _auth_method(provider: Provider, metadata: Metadata) -> str:
    """In the body where that is offered: in the header, programs differ in how they escape (RFC 6749, 2.3.1)."""
    if not provider.secret:
        return "none"
    in_body = "client_secret_post" in metadata.token_auth_methods
    return "client_secret_post" if in_body else "client_secret_basic"


def _proven(
    known: ProviderMetadata, provider: Provider, journey: Journey, token: Mapping[str, Any]
) -> dict[str, Any]:
    """The claims of the ID token (OpenID Connect Core 1.0, section 3.1.3.7)."""
    text = token.get("id_token")
    if not isinstance(text, str):
        raise _rejected("there is no ID token")
    try:
        found = _decoded(known, text)
        claims = CodeIDToken(
            found.claims,
            found.header,
            options={
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "nonce": {"essential": True, "value": journey.nonce},
            },
            params={
                "nonce": journey.nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(time.time()), leeway=LEEWAY_S)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise _rejected(f"the ID token is not valid: {error}"[:300]) from error
    return dict(claims)


def _decoded(known: ProviderMetadata, text: str) -> jwt.Token:
    """With the keys that we have, and once more with those that are there now: providers change them."""
    try:
        return jwt.decode(text, known.keys(), algorithms=ALGORITHMS)
    except (JoseError, ValueError):
        before = known.keys()
        now = known.keys(unknown=True)
        if now is before:
            raise
        return jwt.decode(text, now, algorithms=ALGORITHMS)


def _rejected(why: str) -> ProviderSignInError:
    return ProviderSignInError(Refusal.REJECTED, why)
