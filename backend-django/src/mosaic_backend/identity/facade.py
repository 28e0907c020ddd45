"""What other contexts may ask of identity."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mosaic_backend.identity.infrastructure import revocations as _revocations
from mosaic_backend.identity.infrastructure.models import User as _User
from mosaic_contracts.permissions import Principal


def principal(user_id: UUID) -> Principal | None:
    """An active user as of now."""
    user = _User.objects.filter(id=user_id, is_active=True).first()
    return user.principal if user else None


def signed_out(user_id: UUID, issued_at: datetime) -> bool:
    """Whether access tokens that were issued then are void: the user was changed, deleted or signed out since."""
    return _revocations.revoked(user_id, issued_at)


def usernames(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of users; an unknown id is left out."""
    return dict(_User.objects.filter(id__in=set(ids)).values_list("id", "username"))
