"""One-time codes by time (RFC 6238) and recovery codes."""

import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def address_of(secret: bytes, account: str, issuer: str) -> str:
    """The otpauth:// address that an authenticator app takes."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def matching_step(secret: bytes, code: str, now: datetime) -> int | None:
    """The time step that the code belongs to, one before and after now allowed; None: to none."""
    present = int(now.timestamp()) // STEP_S
    found = None
    for step in (present - 1, present, present + 1):
        expected = _totp(secret).generate(step * STEP_S).decode()
        if hmac.compare_digest(expected.encode(), code.encode()):
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Codes of 50 bits, in two halves for the eye."""

    def half() -> str:
        return "".join(secrets.choice(_ALPHABET) for _ in range(5))

    return [f"{half()}-{half()}" for _ in range(RECOVERY_CODES)]


def _totp(secret: bytes) -> TOTP:
    # Authenticator apps know no other hash; HMAC-SHA1 is not broken by SHA-1's collisions.
    return TOTP(secret, DIGITS, SHA1(), STEP_S)  # noqa: S303
