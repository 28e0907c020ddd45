"""The tokens by which readers prove to MediaMTX what they may open."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt

from mosaic_contracts.clock import Clock
from mosaic_contracts.ids import new_id
from mosaic_platform.keys import jwks, key_id, load_private_key
from mosaic_streaming.application.sessions import TOKEN_LIFETIME_S

ISSUER = "mosaic-streaming"
AUDIENCE = "mosaic-media"
PERMISSIONS_CLAIM = "mediamtx_permissions"


class StreamTokenSigner:
    """Signs with `stream-token.pem`; MediaMTX checks against `jwks`."""

    def __init__(self, secrets_dir: Path, clock: Clock) -> None:
        self._key = load_private_key(secrets_dir / "stream-token.pem")
        self._clock = clock

    def jwks(self) -> dict[str, Any]:
        return jwks(self._key.public_key())

    def token(self, paths: Sequence[str], reader: str) -> tuple[str, datetime]:
        now = self._clock.now()
        expires_at = (now + timedelta(seconds=TOKEN_LIFETIME_S)).replace(microsecond=0)
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": reader,
            "iat": now,
            "exp": expires_at,
            "jti": str(new_id()),
            PERMISSIONS_CLAIM: [{"action": "read", "path": path} for path in paths],
        }
        token = jwt.encode(
            claims,
            self._key,
            algorithm="EdDSA",
            headers={"kid": key_id(self._key.public_key())},
        )
        return token, expires_at
