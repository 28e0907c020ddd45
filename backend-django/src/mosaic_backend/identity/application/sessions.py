"""Signing in, staying signed in, signing out."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any
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
        successor: Callable[[str], str],
    ) -> None:
        """successor: the text of the token that follows one, which only we can tell."""
        self._tokens = tokens
        self._accounts = accounts
        self._signer = signer
        self._journal = journal
        self._clock = clock
        self._atomic = atomic
        self._successor = successor

    def open(self, principal: Principal, how: Mapping[str, Any] | None = None) -> TokenPair:
        """A new family of tokens after a login. how: what the audit log tells of it."""
        with self._atomic():
            self._tokens.forget_expired(UUID(principal.user_id), self._clock.now())
            self._journal(principal, "session.opened", f"user:{principal.user_id}", how)
            family_id = new_id(self._clock.now())
            return self._issue(principal, family_id, secrets.token_urlsafe(32))

    def refresh(self, text: str) -> TokenPair:
        """A new pair for an unused refresh token. Raises UnauthenticatedError for any other.

        Using a token twice ends the family: one of the two users is a thief. Within a moment, and while its
        successor is unused, it gives the same successor again.
        """
        with self._atomic():
            known = self._tokens.locked(_digest(text))
            pair = self._renewed(known, self._successor(text)) if known else None
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

    def close_all(self, principal: Principal) -> None:
        """Ends everything the user is signed in with, wherever that is."""
        user_id = UUID(principal.user_id)
        with self._atomic():
            self._tokens.revoke_all(user_id, self._clock.now())
            self._accounts.end_sessions(user_id)
            self._journal(principal, "session.closed_everywhere", f"user:{user_id}")

    def _renewed(self, known: KnownRefreshToken, successor: str) -> TokenPair | None:
        now = self._clock.now()
        verdict = known.verdict(now)
        principal = self._accounts.active_principal(known.user_id)
        if verdict is Verdict.REPEATED:
            following = self._tokens.locked(_digest(successor))
            if following and principal and following.verdict(now) is Verdict.GOOD:
                return self._pair(principal, successor)
            verdict = Verdict.REUSED
        if verdict is Verdict.REUSED:
            self._tokens.revoke_family(known.family_id, now)
            if principal and not known.revoked:
                self._journal(principal, "session.reuse_detected", f"user:{known.user_id}")
            return None
        if verdict is Verdict.EXPIRED or principal is None:
            return None
        self._tokens.mark_used(known.id, now)
        return self._issue(principal, known.family_id, successor)

    def _issue(self, principal: Principal, family_id: UUID, text: str) -> TokenPair:
        now = self._clock.now()
        self._tokens.add(
            _digest(text),
            user_id=UUID(principal.user_id),
            family_id=family_id,
            now=now,
            expires_at=expiry(family_id, now),
        )
        return self._pair(principal, text)

    def _pair(self, principal: Principal, text: str) -> TokenPair:
        access = self._signer.sign(principal, self._clock.now())
        return TokenPair(access, text, self._signer.lifetime_s)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
