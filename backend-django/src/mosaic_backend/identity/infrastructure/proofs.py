"""Proof of work: challenges of ALTCHA's first form, signed instead of stored."""

import base64
import binascii
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

from altcha.v1 import ChallengeOptions, Payload, create_challenge, extract_params, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac
from pydantic import BaseModel, ConfigDict, ValidationError

from mosaic_backend.identity.infrastructure.spent import first_time

LIFETIME = timedelta(minutes=5)
MAX_LENGTH = 2000


class _Solution(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")

    algorithm: str
    challenge: str
    number: int
    salt: str
    signature: str


def challenge(work: int, now: datetime) -> dict[str, Any]:
    """A number up to `work` to find: that whose SHA-256 after the salt is `challenge`."""
    made = create_challenge(
        ChallengeOptions(
            max_number=work, hmac_key=_key(), expires=now + LIFETIME, params={"work": str(work)}
        )
    )
    return {
        "algorithm": made.algorithm,
        "challenge": made.challenge,
        "max_number": made.max_number,
        "salt": made.salt,
        "signature": made.signature,
    }


class SignedProofs:
    """Adapter of `Proofs`."""

    def spend(self, proof: str, work: int, now: datetime) -> bool:
        try:
            given = _Solution.model_validate_json(base64.b64decode(proof, validate=True))
        except (ValidationError, binascii.Error, ValueError):
            return False
        payload = Payload.from_dict(given.model_dump())  # type: ignore[arg-type]
        if given.algorithm != "SHA-256" or not verify_solution(payload, _key(), False)[0]:
            return False
        told = extract_params(payload.to_dict())
        expires_at = int(told["expires"][0])
        if int(told["work"][0]) < work or expires_at <= now.timestamp():
            return False
        return first_time(given.signature, now, LIFETIME)


def _key() -> str:
    return salted_hmac("mosaic.proof", settings.SECRET_KEY, algorithm="sha256").hexdigest()


def solved(told: dict[str, Any]) -> str:
    """The proof for a challenge, found as a browser finds it; for clients in Python and tests."""
    for number in range(int(told["max_number"]) + 1):
        text = f"{told['salt']}{number}"
        if hashlib.sha256(text.encode()).hexdigest() == told["challenge"]:
            found = {**told, "number": number}
            return base64.b64encode(json.dumps(found).encode()).decode()
    raise ValueError("the challenge has no solution")
