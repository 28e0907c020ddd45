"""Who comes with a name, a password and what else is asked for, and is let in or not."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from mosaic_backend.identity.application.ports import (
    Attempts,
    Journal,
    Passwords,
    Proofs,
    SecondFactors,
)
from mosaic_backend.identity.domain.errors import (
    CodeRequiredError,
    EnrolmentRequiredError,
    LockedOutError,
    ProofRequiredError,
)
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import ConflictError, UnauthenticatedError
from mosaic_contracts.permissions import Principal, Role


@dataclass(frozen=True)
class Credentials:
    """proof: a solved challenge. code: of the second factor. address: whence they come."""

    username: str
    password: str = field(repr=False)
    address: str
    proof: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


class SignIn:
    """The one way in, for API, console and admin. Unknown and wrong get the same answer after the same work."""

    def __init__(
        self,
        *,
        attempts: Attempts,
        passwords: Passwords,
        proofs: Proofs,
        factors: SecondFactors,
        journal: Journal,
        clock: Clock,
        factor_roles: Collection[Role],
    ) -> None:
        self._attempts = attempts
        self._passwords = passwords
        self._proofs = proofs
        self._factors = factors
        self._journal = journal
        self._clock = clock
        self._factor_roles = factor_roles

    def __call__(self, given: Credentials) -> Principal:
        """The user, proven by all that is asked of them.

        Raises LockedOutError, ProofRequiredError, UnauthenticatedError, CodeRequiredError, EnrolmentRequiredError.
        """
        with self._attempts.alone(given.username, given.address):
            return self._proven(given)

    def _proven(self, given: Credentials) -> Principal:
        attempt, principal = self._password(given)
        user_id = UUID(principal.user_id)
        if self._factors.enabled(user_id):
            self._code(given, attempt, user_id)
        elif principal.role in self._factor_roles:
            self._attempts.forget(attempt)
            raise EnrolmentRequiredError
        self._attempts.forget(attempt)
        self._attempts.succeeded(given.username, given.address)
        return principal

    def without_factor(self, given: Credentials) -> Principal:
        """Somebody who has no second factor yet, by password. Raises ConflictError for one who has."""
        with self._attempts.alone(given.username, given.address):
            attempt, principal = self._password(given)
            self._attempts.forget(attempt)
        if self._factors.enabled(UUID(principal.user_id)):
            raise ConflictError("a second factor is set up already")
        return principal

    def work(self, username: str, address: str) -> int | None:
        """What a try from there would cost now, in hashes at most; None: nothing."""
        now = self._clock.now()
        nobody = UUID(int=0)
        return self._attempts.others(nobody, username, address, now).work(now)

    def _password(self, given: Credentials) -> tuple[UUID, Principal]:
        now = self._clock.now()
        attempt = self._attempts.begin(given.username, given.address, now)
        failures = self._attempts.others(attempt, given.username, given.address, now)
        if until := failures.locked_until(now):
            self._attempts.forget(attempt)
            raise LockedOutError((until - now).total_seconds())
        work = failures.work(now)
        if work is not None and not self._proofs.spend(given.proof, work, now):
            self._attempts.forget(attempt)
            raise ProofRequiredError
        principal = self._passwords.principal(given.username, given.password)
        if principal is None:
            self._failed(given, "password")
            raise UnauthenticatedError("the user name or the password is wrong")
        return attempt, principal

    def _code(self, given: Credentials, attempt: UUID, user_id: UUID) -> None:
        if not given.code:
            self._attempts.forget(attempt)
            raise CodeRequiredError
        if not self._factors.accepts(user_id, given.code, self._clock.now()):
            self._failed(given, "code")
            raise CodeRequiredError("the code is wrong or was used before")

    def _failed(self, given: Credentials, what: str) -> None:
        self._journal(
            given.username, "session.refused", f"account:{given.username}", {"wrong": what}
        )
