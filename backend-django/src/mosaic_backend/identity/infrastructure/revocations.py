"""Which access tokens are void before they expire."""

from datetime import datetime
from uuid import UUID

from mosaic_backend.identity.infrastructure.models import AccessRevocation


def revoked(user_id: UUID, issued_at: datetime) -> bool:
    """Whether the user was changed, signed out everywhere or deleted since."""
    return AccessRevocation.objects.filter(user_id=user_id, valid_from__gte=issued_at).exists()


def revoked_since(instant: datetime) -> dict[UUID, datetime]:
    """User → until when the tokens are void, for what happened since."""
    rows = AccessRevocation.objects.filter(valid_from__gte=instant)
    return dict(rows.values_list("user_id", "valid_from"))
