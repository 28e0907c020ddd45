"""Refresh tokens and accounts in the database."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from mosaic_backend.identity.domain.refresh import KnownRefreshToken
from mosaic_backend.identity.infrastructure.models import RefreshToken, User
from mosaic_contracts.permissions import Principal


class DatabaseRefreshTokens:
    """Adapter of `RefreshTokens`."""

    def add(
        self, digest: str, *, user_id: UUID, family_id: UUID, now: datetime, expires_at: datetime
    ) -> None:
        RefreshToken.objects.create(
            digest=digest,
            user_id=user_id,
            family_id=family_id,
            issued_at=now,
            expires_at=expires_at,
        )

    def locked(self, digest: str) -> KnownRefreshToken | None:
        tokens = RefreshToken.objects.filter(digest=digest)
        family_id = tokens.values_list("family_id", flat=True).first()
        if family_id is None:
            return None
        # One lock a family, not one a row: two refreshes that end a family would wait for each other.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"refresh {family_id}"]
            )
        row = tokens.get()
        return KnownRefreshToken(
            id=row.id,
            family_id=row.family_id,
            user_id=row.user_id,
            expires_at=row.expires_at,
            used_at=row.used_at,
            revoked=row.revoked_at is not None,
        )

    def mark_used(self, token_id: UUID, now: datetime) -> None:
        RefreshToken.objects.filter(id=token_id).update(used_at=now)

    def revoke_family(self, family_id: UUID, now: datetime) -> None:
        RefreshToken.objects.filter(family_id=family_id, revoked_at=None).update(revoked_at=now)

    def revoke_all(self, user_id: UUID, now: datetime) -> None:
        RefreshToken.objects.filter(user_id=user_id, revoked_at=None).update(revoked_at=now)

    def forget_expired(self, user_id: UUID, now: datetime) -> None:
        RefreshToken.objects.filter(user_id=user_id, expires_at__lt=now).delete()


class DatabaseAccounts:
    """Adapter of `Accounts`."""

    def active_principal(self, user_id: UUID) -> Principal | None:
        users = User.objects.select_for_update(no_key=True)
        user = users.filter(id=user_id, is_active=True).first()
        return user.principal if user else None

    def end_sessions(self, user_id: UUID) -> None:
        User.objects.filter(id=user_id).update(sessions_epoch=F("sessions_epoch") + 1)
