"""Signing in, staying signed in, signing out."""

import hashlib
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from uuid import UUID

from mosaic_backend.identity.application.ports import (
    AccessTokenSigner,
    Accounts,
    Journal,
    RefreshTokens,
)
from mosaic_backend.identity.domain.refresh import KnownRefreshToken, Verdict, expiry
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnauthenticatedError
from mosaic_contracts.ids import new_id
from mosaic_contracts.permissions import Principal


@dataclass(frozen=True)
class TokenPair:
    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_in: int


class Sessions:
    """Whoever comes here with a principal has proven it."""

    def __init__(
        self,
        *,
        tokens: RefreshTokens,
        accounts: Accounts,
        signer: AccessTokenSigner,
        journal: Journal,
        clock: Clock,
        atomic: Callable[[], AbstractContextManager[object]],
    ) -> None:
        self._tokens = tokens
        self._accounts = accounts
        self._signer = signer
        self._journal = journal
        self._clock = clock
        self._atomic = atomic

    def open(self, principal: Principal) -> TokenPair:
        """A new family of tokens after a login."""
        with self._atomic():
            self._tokens.forget_expired(UUID(principal.user_id), self._clock.now())
            self._journal(principal, "session.opened", f"user:{principal.user_id}")
            return self._issue(principal, new_id(self._clock.now()))

    def refresh(self, text: str) -> TokenPair:
        """A new pair for an unused refresh token. Raises UnauthenticatedError for any other.

        Using a token twice ends the family: one of the two users is a thief.
        """
        with self._atomic():
            known = self._tokens.locked(_digest(text))
            pair = self._renewed(known) if known else None
        # Outside the transaction: the revocation must stay.
        if pair is None:
            raise UnauthenticatedError("the refresh token is not valid")
        return pair

    def close(self, text: str) -> None:
        """Ends the family of a refresh token; an unknown one is nothing to tell about."""
        with self._atomic():
            known = self._tokens.locked(_digest(text))
            if known:
                self._tokens.revoke_family(known.family_id, self._clock.now())

    def _renewed(self, known: KnownRefreshToken) -> TokenPair | None:
        now = self._clock.now()
        verdict = known.verdict(now)
        principal = self._accounts.active_principal(known.user_id)
        if verdict is Verdict.REUSED:
            self._tokens.revoke_family(known.family_id, now)
            if principal and not known.revoked:
                self._journal(principal, "session.reuse_detected", f"user:{known.user_id}")
            return None
        if verdict is Verdict.EXPIRED or principal is None:
            return None
        self._tokens.mark_used(known.id, now)
        return self._issue(principal, known.family_id)

    def _issue(self, principal: Principal, family_id: UUID) -> TokenPair:
        now = self._clock.now()
        text = secrets.token_urlsafe(32)
        self._tokens.add(
            _digest(text),
            user_id=UUID(principal.user_id),
            family_id=family_id,
            now=now,
            expires_at=expiry(family_id, now),
        )
        return TokenPair(self._signer.sign(principal, now), text, self._signer.lifetime_s)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
