"""Which camera rows a request may touch."""

from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.cameras.infrastructure.group_filter import in_groups
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_contracts.errors import NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import TO_KNOW, Principal, Verb


def visible_rows(principal: Principal, *verbs: Verb) -> QuerySet[CameraRow]:
    """Present cameras on which the principal may do one of these, with their stream states.

    Without the addresses that hold credentials: each would be decrypted, and none is told.
    """
    rows = CameraRow.objects.filter(deleted_at__isnull=True).select_related(
        "stream_state", "status", "last_probe", "onvif"
    )
    secrets = ("source_url", "sub_url", "onvif__username", "onvif__password", "onvif__told")
    return rows.defer(*secrets).filter(in_groups(principal.scope(*verbs)))


def visible_row(principal: Principal, camera_id: UUID, *verbs: Verb) -> CameraRow:
    """Raises NotFoundError also for a camera that the principal may not know of.

    Raises PermissionDeniedError for one on which none of these is allowed, though something else is.
    """
    row = visible_rows(principal, *TO_KNOW).filter(id=camera_id).first()
    if row is None:
        raise NotFoundError
    if row.group_id not in principal.scope(*verbs):
        raise PermissionDeniedError
    return row


def check_group(principal: Principal, group_id: UUID | None) -> None:
    """Raises PermissionDeniedError unless the principal may configure cameras of that group."""
    if not principal.may_on(Verb.CONFIGURE, group_id):
        raise PermissionDeniedError("You may not configure cameras of that group.")
