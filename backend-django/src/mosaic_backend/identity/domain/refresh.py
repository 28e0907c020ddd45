"""Refresh tokens: each is used once, and one that is used again betrays its whole family."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from mosaic_contracts.ids import instant_of

IDLE_LIFETIME = timedelta(days=7)
FAMILY_LIFETIME = timedelta(days=30)


class Verdict(Enum):
    """What a shown refresh token deserves. REUSED: somebody has a copy, so nobody may go on with the family."""

    GOOD = "good"
    EXPIRED = "expired"
    REUSED = "reused"


@dataclass(frozen=True)
class KnownRefreshToken:
    """A refresh token as it is stored; family_id is a UUIDv7 that carries the instant of the login."""

    id: UUID
    family_id: UUID
    user_id: UUID
    expires_at: datetime
    used: bool
    revoked: bool

    def verdict(self, now: datetime) -> Verdict:
        if self.used or self.revoked:
            return Verdict.REUSED
        return Verdict.EXPIRED if now >= self.expires_at else Verdict.GOOD


def expiry(family_id: UUID, now: datetime) -> datetime:
    """When a token that is issued now ends: a week on, but never a month after the login."""
    return min(now + IDLE_LIFETIME, instant_of(family_id) + FAMILY_LIFETIME)
