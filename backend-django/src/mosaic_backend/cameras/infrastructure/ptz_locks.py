"""Who moves a camera: the first one to touch it, until some seconds after the last touch."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.infrastructure.models import PtzLock
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.permissions import Principal

KEPT_FOR = timedelta(seconds=15)
HOLD_S = 1.5
"""How long a move goes on unless it is renewed; who holds a button renews it every half second."""


class PtzHeldError(ConflictError):
    """Somebody else moves this camera."""

    code = "ptz-held"


@dataclass(frozen=True)
class Lock:
    """username, expires_at: as others are shown it; mine: for the one who asks."""

    username: str
    expires_at: datetime
    mine: bool


def take(
    camera_id: UUID, principal: Principal, *, holding: bool = False, by_force: bool = False
) -> tuple[Lock, bool]:
    """The lock, and whether this begins something: False for the further ticks of a button that is held.

    Raises PtzHeldError while somebody else has it, unless by force.
    """
    now = timezone.now()
    with transaction.atomic():
        row, _ = PtzLock.objects.select_for_update().get_or_create(
            camera_id=camera_id,
            defaults={
                "user_id": principal.user_id,
                "username": principal.username,
                "expires_at": now,
            },
        )
        own = row.user_id == principal.user_id
        if not own and row.expires_at > now and not by_force:
            raise PtzHeldError(f"{row.username} moves this camera.")
        begins = not (holding and own and row.holding_until and row.holding_until > now)
        row.user_id, row.username = principal.user_id, principal.username
        row.expires_at = now + KEPT_FOR
        row.holding_until = now + timedelta(seconds=2 * HOLD_S) if holding else None
        row.save()
    return Lock(row.username, row.expires_at, True), begins


def release(camera_id: UUID, principal: Principal) -> None:
    """One's own; nothing happens where there is none."""
    PtzLock.objects.filter(camera_id=camera_id, user_id=principal.user_id).delete()


def lock_of(camera_id: UUID, principal: Principal) -> Lock | None:
    row = PtzLock.objects.filter(camera_id=camera_id, expires_at__gt=timezone.now()).first()
    if row is None:
        return None
    return Lock(row.username, row.expires_at, row.user_id == principal.user_id)
