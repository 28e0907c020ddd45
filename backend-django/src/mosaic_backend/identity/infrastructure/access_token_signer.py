"""Signs access tokens with the backend's Ed25519 key."""

from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal
from mosaic_platform.access_tokens import AUDIENCE, ISSUER, claims_of
from mosaic_platform.keys import key_id

LIFETIME = timedelta(minutes=10)


class JwtSigner:
    """Adapter of `AccessTokenSigner`."""

    lifetime_s = int(LIFETIME.total_seconds())

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self._key_id = key_id(key.public_key())

    def sign(self, principal: Principal, now: datetime) -> str:
        claims = {
            **claims_of(principal),
            "iss": ISSUER,
            "aud": AUDIENCE,
            # With fractions: a token of the same second as a revocation is told from one before it.
            "iat": now.timestamp(),
            "exp": (now + LIFETIME).timestamp(),
            "jti": str(new_id(now)),
        }
        return jwt.encode(claims, self._key, algorithm="EdDSA", headers={"kid": self._key_id})
