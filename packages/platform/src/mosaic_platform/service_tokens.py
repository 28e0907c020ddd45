"""Short-lived tokens by which one service proves itself to another.

Each service signs with its own Ed25519 key (`<secrets>/service-<name>.pem`); all know the public halves
(`<secrets>/service-<name>.pub.pem`).
"""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import jwt

from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_platform.keys import load_private_key, load_public_key

AUDIENCE = "mosaic-internal"
LIFETIME = timedelta(seconds=60)
LEEWAY_S = 5
SERVICES = ("backend", "streaming", "ai")


class ServiceTokenSigner:
    """Makes the tokens of one service."""

    def __init__(self, name: str, secrets_dir: Path, clock: Clock | None = None) -> None:
        self._name = name
        self._key = load_private_key(secrets_dir / f"service-{name}.pem")
        self._clock = clock or SystemClock()

    def token(self) -> str:
        now = self._clock.now()
        return jwt.encode(
            {"iss": f"mosaic-{self._name}", "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME},
            self._key,
            algorithm="EdDSA",
            headers={"kid": self._name},
        )

    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}


class ServiceTokenVerifier:
    """Accepts tokens of the named services only."""

    def __init__(self, secrets_dir: Path, accepted: Collection[str]) -> None:
        self._keys = {
            name: load_public_key(secrets_dir / f"service-{name}.pub.pem") for name in accepted
        }

    def service(self, token: str) -> str:
        """The name of the service that signed. Raises UnauthenticatedError for anything else."""
        try:
            name = jwt.get_unverified_header(token).get("kid", "")
            key = self._keys[name]
            jwt.decode(
                token,
                key,
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                issuer=f"mosaic-{name}",
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "aud", "iss"]},
            )
        except (jwt.PyJWTError, KeyError, TypeError) as error:
            raise UnauthenticatedError("the service token is not valid") from error
        return str(name)
