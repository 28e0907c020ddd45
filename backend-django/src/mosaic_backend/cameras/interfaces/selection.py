"""Which camera rows a request may touch."""

from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_contracts.errors import NotFoundError
from mosaic_contracts.permissions import Principal


def visible_rows(principal: Principal) -> QuerySet[CameraRow]:
    """Present cameras of the principal's groups, with their stream states."""
    rows = CameraRow.objects.filter(deleted_at__isnull=True).select_related("stream_state")
    return rows if principal.sees_all else rows.filter(group_id__in=principal.group_ids)


def visible_row(principal: Principal, camera_id: UUID) -> CameraRow:
    """Raises NotFoundError also for a camera that is not the principal's to see."""
    row = visible_rows(principal).filter(id=camera_id).first()
    if row is None:
        raise NotFoundError
    return row
