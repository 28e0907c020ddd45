"""What signing in needs from outside."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from mosaic_backend.identity.domain.refresh import KnownRefreshToken
from mosaic_contracts.permissions import Principal


class RefreshTokens(Protocol):
    """Where refresh tokens are kept, by the SHA-256 of their text."""

    def add(
        self, digest: str, *, user_id: UUID, family_id: UUID, now: datetime, expires_at: datetime
    ) -> None: ...

    def locked(self, digest: str) -> KnownRefreshToken | None:
        """The token, which nobody else uses until this transaction ends."""

    def mark_used(self, token_id: UUID, now: datetime) -> None: ...

    def revoke_family(self, family_id: UUID, now: datetime) -> None: ...

    def forget_expired(self, user_id: UUID, now: datetime) -> None: ...


class Accounts(Protocol):
    def active_principal(self, user_id: UUID) -> Principal | None:
        """The user as of now; None for one that is gone or switched off."""


class AccessTokenSigner(Protocol):
    lifetime_s: int

    def sign(self, principal: Principal, now: datetime) -> str: ...


class Journal(Protocol):
    def __call__(self, actor: Principal | str, action: str, subject: str) -> None: ...
