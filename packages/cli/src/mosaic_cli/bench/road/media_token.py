"""A token for MediaMTX itself, made without asking streaming: a session there would open the path beforehand."""

import base64
import hashlib
import json
import time
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LIFETIME_S = 900


def media_token(secrets: Path, camera_id: str) -> str:
    """A JWT (RFC 7519, EdDSA) to read one camera, as docs/reference/interfaces.md tells its claims.

    Raises ValueError where the stack's stream key is no Ed25519 key.
    """
    key = serialization.load_pem_private_key((secrets / "stream-token.pem").read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("stream-token.pem holds no Ed25519 key")  # noqa: TRY004
    public = key.public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    now = int(time.time())
    signed = ".".join(
        _encoded(json.dumps(part).encode())
        for part in (
            {"alg": "EdDSA", "typ": "JWT", "kid": hashlib.sha256(public).hexdigest()[:16]},
            {
                "iss": "mosaic-streaming",
                "aud": "mosaic-media",
                "iat": now,
                "exp": now + LIFETIME_S,
                "mediamtx_permissions": [{"action": "read", "path": camera_id}],
            },
        )
    )
    return f"{signed}.{_encoded(key.sign(signed.encode()))}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
