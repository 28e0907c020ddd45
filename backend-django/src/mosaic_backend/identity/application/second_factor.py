"""Setting up, confirming and giving up a second factor."""

from dataclasses import dataclass, field
from uuid import UUID

from mosaic_backend.identity.application.ports import Journal, SecondFactors
from mosaic_backend.identity.application.sign_in import Credentials, SignIn
from mosaic_backend.identity.domain.second_factor import (
    address_of,
    matching_step,
    new_recovery_codes,
)
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import ConflictError, InvalidInputError

ISSUER = "Mosaic"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs; address: otpauth://."""

    secret: bytes = field(repr=False)
    address: str = field(repr=False)


class SecondFactorEnrolment:
    """Each step asks for the password again: a stolen access token must not lock its owner out."""

    def __init__(
        self, *, sign_in: SignIn, factors: SecondFactors, journal: Journal, clock: Clock
    ) -> None:
        self._sign_in = sign_in
        self._factors = factors
        self._journal = journal
        self._clock = clock

    def begin(self, given: Credentials) -> Enrolment:
        """A new secret; nothing is asked for by it until it is confirmed."""
        principal = self._sign_in.without_factor(given)
        secret = self._factors.begin(UUID(principal.user_id))
        return Enrolment(secret, address_of(secret, principal.username, ISSUER))

    def confirm(self, given: Credentials) -> list[str]:
        """The recovery codes, told this once. Raises InvalidInputError for a code that does not fit."""
        principal = self._sign_in.without_factor(given)
        user_id = UUID(principal.user_id)
        secret = self._factors.pending(user_id)
        if secret is None:
            raise ConflictError("nothing was begun that could be confirmed")
        step = matching_step(secret, given.code, self._clock.now())
        if step is None:
            raise InvalidInputError("the code does not fit", pointer="/code")
        codes = new_recovery_codes()
        self._factors.confirm(user_id, step, codes)
        self._journal(principal, "second_factor.enabled", f"user:{user_id}")
        return codes

    def disable(self, given: Credentials) -> None:
        """Needs password and code, as signing in does."""
        principal = self._sign_in(given)
        user_id = UUID(principal.user_id)
        self._factors.remove(user_id)
        self._journal(principal, "second_factor.disabled", f"user:{user_id}")
