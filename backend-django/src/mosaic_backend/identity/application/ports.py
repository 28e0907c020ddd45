"""What signing in needs from outside."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from mosaic_backend.identity.domain.attempts import Failures
from mosaic_backend.identity.domain.refresh import KnownRefreshToken
from mosaic_contracts.permissions import Principal


class RefreshTokens(Protocol):
    """Where refresh tokens are kept, by the SHA-256 of their text."""

    def add(
        self, digest: str, *, user_id: UUID, family_id: UUID, now: datetime, expires_at: datetime
    ) -> None: ...

    def locked(self, digest: str) -> KnownRefreshToken | None:
        """The token, whose family nobody else uses until this transaction ends."""

    def mark_used(self, token_id: UUID, now: datetime) -> None: ...

    def revoke_family(self, family_id: UUID, now: datetime) -> None: ...

    def revoke_all(self, user_id: UUID, now: datetime) -> None: ...

    def forget_expired(self, user_id: UUID, now: datetime) -> None: ...


class Accounts(Protocol):
    def active_principal(self, user_id: UUID) -> Principal | None:
        """The user as of now; None for one that is gone or switched off.

        The user does not change until this transaction ends.
        """

    def end_sessions(self, user_id: UUID) -> None:
        """Ends the admin sessions and voids the access tokens that were issued until now."""


class AccessTokenSigner(Protocol):
    lifetime_s: int

    def sign(self, principal: Principal, now: datetime) -> str: ...


class Journal(Protocol):
    def __call__(
        self,
        actor: Principal | str,
        action: str,
        subject: str,
        details: Mapping[str, Any] | None = None,
    ) -> None: ...


class Attempts(Protocol):
    """The tries of the last half hour."""

    def alone(self, username: str, address: str) -> AbstractContextManager[None]:
        """One try of an account from an address at a time, so that right ones at once do not hinder each other.

        Raises UnavailableError where the others do not come to an end.
        """

    def begin(self, username: str, address: str, now: datetime) -> UUID:
        """Counts a try before it is made, so that many at once see each other."""

    def others(self, attempt: UUID, username: str, address: str, now: datetime) -> Failures: ...

    def forget(self, attempt: UUID) -> None: ...

    def succeeded(self, username: str, address: str) -> None:
        """Forgets what this account failed from this address."""


class Passwords(Protocol):
    def principal(self, username: str, password: str) -> Principal | None:
        """The active user with that name and password, after the same work for every name."""


class Proofs(Protocol):
    def spend(self, proof: str, work: int, now: datetime) -> bool:
        """Whether it solves a challenge of ours of at least that work, for the first time."""


class SecondFactors(Protocol):
    def enabled(self, user_id: UUID) -> bool: ...

    def accepts(self, user_id: UUID, code: str, now: datetime) -> bool:
        """Whether the code is right, and unused; it is used up by this."""

    def begin(self, user_id: UUID) -> bytes:
        """A new secret, not in force until confirmed."""

    def pending(self, user_id: UUID) -> bytes | None: ...

    def confirm(self, user_id: UUID, step: int, recovery_codes: Sequence[str]) -> None: ...

    def remove(self, user_id: UUID) -> None: ...

    def recovery_codes_left(self, user_id: UUID) -> int: ...
