"""Refresh tokens: each is used once, and one that is used again betrays its whole family.

Two tabs, or an answer that was lost on its way, use a token twice within a moment. Both then get the same
successor, so the family keeps one line; whoever comes later, or after the successor was used, is a thief.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from mosaic_contracts.ids import instant_of

IDLE_LIFETIME = timedelta(days=7)
FAMILY_LIFETIME = timedelta(days=30)
GRACE = timedelta(seconds=20)


class Verdict(Enum):
    """What a shown refresh token deserves.

    REPEATED: just used; its successor may be told again if that was not used yet. REUSED: somebody has a copy, so
    nobody may go on with the family.
    """

    GOOD = "good"
    EXPIRED = "expired"
    REPEATED = "repeated"
    REUSED = "reused"


@dataclass(frozen=True)
class KnownRefreshToken:
    """A refresh token as it is stored; family_id is a UUIDv7 that carries the instant of the login."""

    id: UUID
    family_id: UUID
    user_id: UUID
    expires_at: datetime
    used_at: datetime | None
    revoked: bool

    def verdict(self, now: datetime) -> Verdict:
        if self.revoked:
            return Verdict.REUSED
        if self.used_at is not None:
            return Verdict.REPEATED if now - self.used_at <= GRACE else Verdict.REUSED
        return Verdict.EXPIRED if now >= self.expires_at else Verdict.GOOD


def expiry(family_id: UUID, now: datetime) -> datetime:
    """When a token that is issued now ends: a week on, but never a month after the login."""
    return min(now + IDLE_LIFETIME, instant_of(family_id) + FAMILY_LIFETIME)
