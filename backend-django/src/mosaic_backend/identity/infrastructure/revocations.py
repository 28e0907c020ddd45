"""Which access tokens are void before they expire."""

from datetime import datetime
from uuid import UUID

from mosaic_backend.identity.infrastructure.models import AccessRevocation
from mosaic_platform.access_tokens import voided


def revoked(user_id: UUID, issued_at: datetime) -> bool:
    """Whether the user was changed, signed out everywhere or deleted since."""
    rows = AccessRevocation.objects.filter(user_id=user_id)
    until = rows.values_list("valid_from", flat=True).first()
    return until is not None and voided(issued_at, until)


def revoked_since(instant: datetime) -> dict[UUID, datetime]:
    """User → until when the tokens are void, for what happened since."""
    rows = AccessRevocation.objects.filter(valid_from__gte=instant)
    return dict(rows.values_list("user_id", "valid_from"))
