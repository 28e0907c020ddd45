"""Ed25519 keys in files and as JWKS (RFC 7517, RFC 8037)."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """Reads a PEM (PKCS 8) key. Raises ValueError for another kind of key, OSError without the file."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")  # noqa: TRY004
    return key


def load_public_key(path: Path) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} holds no Ed25519 key")  # noqa: TRY004
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """A stable name of the key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(_raw(key)).hexdigest()[:16]


def jwks(*keys: Ed25519PublicKey) -> dict[str, Any]:
    """The public keys as a JSON Web Key Set."""
    return {
        "keys": [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "use": "sig",
                "alg": "EdDSA",
                "kid": key_id(key),
                "x": base64.urlsafe_b64encode(_raw(key)).rstrip(b"=").decode(),
            }
            for key in keys
        ]
    }


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
