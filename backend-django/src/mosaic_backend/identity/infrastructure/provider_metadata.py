"""What a provider says of itself: its discovery document and its keys, kept for a while."""

import time
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mosaic_backend.identity.domain.provider_address import (
    ProviderAddressError,
    check_issuer,
    check_url,
)
from mosaic_backend.identity.infrastructure.provider_http import ProviderHttp, ProviderHttpError

KEPT_S = 300.0
KEYS_AGAIN_AFTER_S = 30.0
MOST_KEYS = 100
DOCUMENT = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Metadata:
    """OpenID Connect Discovery 1.0, section 3: what of it is used."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    token_auth_methods: tuple[str, ...]
    names_issuer_in_answers: bool


class ProviderMetadata:
    """Of one issuer. Each process keeps its own: where others could write, they could write keys."""

    def __init__(self, issuer: str, *, loopback: bool) -> None:
        self.issuer = issuer
        self.http = ProviderHttp(loopback=loopback)
        self._loopback = loopback
        self._metadata: tuple[float, Metadata] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def read(self) -> Metadata:
        """Raises ProviderHttpError."""
        if self._metadata and time.monotonic() - self._metadata[0] < KEPT_S:
            return self._metadata[1]
        found = self._read()
        self._metadata = time.monotonic(), found
        return found

    def keys(self, *, unknown: bool = False) -> KeySet:
        """The keys for signatures. unknown: one is asked for that was not among them; asks again, not too often.

        Raises ProviderHttpError.
        """
        kept_s = KEYS_AGAIN_AFTER_S if unknown else KEPT_S
        if self._keys and time.monotonic() - self._keys[0] < kept_s:
            return self._keys[1]
        found = self._read_keys(self.read().jwks_uri)
        self._keys = time.monotonic(), found
        return found

    def _read(self) -> Metadata:
        try:
            check_issuer(self.issuer, loopback=self._loopback)
        except ProviderAddressError as error:
            raise ProviderHttpError(f"{self.issuer}: {error}") from error
        url = self.issuer.rstrip("/") + DOCUMENT
        said = self.http.get(url)
        if said.get("issuer") != self.issuer:
            raise ProviderHttpError(
                f"{url} is of the issuer {str(said.get('issuer'))[:200]!r}, not {self.issuer!r}"
            )
        methods = said.get("token_endpoint_auth_methods_supported")
        return Metadata(
            authorization_endpoint=self._address(url, said, "authorization_endpoint"),
            token_endpoint=self._address(url, said, "token_endpoint"),
            jwks_uri=self._address(url, said, "jwks_uri"),
            userinfo_endpoint=(
                self._address(url, said, "userinfo_endpoint") if "userinfo_endpoint" in said else ""
            ),
            token_auth_methods=tuple(map(str, methods)) if isinstance(methods, list) else (),
            names_issuer_in_answers=(
                said.get("authorization_response_iss_parameter_supported") is True
            ),
        )

    def _address(self, url: str, said: dict[str, Any], name: str) -> str:
        address = said.get(name)
        if not isinstance(address, str):
            raise ProviderHttpError(f"{url} names no {name}")
        try:
            check_url(address, loopback=self._loopback)
        except ProviderAddressError as error:
            raise ProviderHttpError(f"{url}, {name}: {error}") from error
        return address

    def _read_keys(self, url: str) -> KeySet:
        said = self.http.get(url).get("keys")
        found = []
        for key in (said if isinstance(said, list) else [])[:MOST_KEYS]:
            # Symmetric keys are nothing that a provider publishes: whoever reads them could sign.
            if (
                not isinstance(key, dict)
                or key.get("use", "sig") != "sig"
                or key.get("kty") == "oct"
            ):
                continue
            try:
                found += KeySet.import_key_set({"keys": [key]}).keys
            except (JoseError, ValueError, KeyError, TypeError):
                continue  # of a kind that we do not know
        if not found:
            raise ProviderHttpError(f"{url} has no key for signatures")
        return KeySet(found)
