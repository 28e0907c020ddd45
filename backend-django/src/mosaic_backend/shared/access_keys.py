"""The key that signs users' access tokens, and its public half as the key set that everyone checks with."""

from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mosaic_backend.config.environment import environment
from mosaic_platform.keys import jwks, load_private_key


@lru_cache
def signing_key() -> Ed25519PrivateKey:
    return load_private_key(environment().secrets_dir / "access-token.pem")


@lru_cache
def public_keys() -> dict[str, Any]:
    """The JSON Web Key Set."""
    return jwks(signing_key().public_key())


@lru_cache
def key_set() -> jwt.PyJWKSet:
    return jwt.PyJWKSet.from_dict(public_keys())
