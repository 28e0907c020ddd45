"""The last known state of each camera's stream."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.infrastructure import camera_statuses
from mosaic_backend.cameras.infrastructure.models import CameraRow, StreamStateRow
from mosaic_contracts.events import StreamState


def record(state: StreamState, now: datetime | None = None) -> bool:
    """Keeps the state unless a newer one, or the same, is known. False when it was ignored.

    A camera that is gone is ignored.
    """
    fields = {
        "state": state.state,
        "reason": state.reason,
        "detail": state.detail,
        "changed_at": state.changed_at,
        "tracks": [track.model_dump(mode="json") for track in state.tracks],
    }
    with transaction.atomic():
        # The camera's lock makes concurrent first states wait for each other.
        camera = (
            CameraRow.objects.select_for_update(of=("self",))
            .filter(id=state.camera_id, deleted_at__isnull=True)
            .only("id")
            .first()
        )
        if camera is None:
            return False
        known = StreamStateRow.objects.filter(camera_id=state.camera_id).first()
        if known is None:
            StreamStateRow.objects.create(camera_id=state.camera_id, **fields)
        elif known.changed_at >= state.changed_at:
            return False
        else:
            StreamStateRow.objects.filter(camera_id=state.camera_id).update(**fields)
        camera_statuses.take(
            state.camera_id, state.state, state.reason, state.changed_at, now or timezone.now()
        )
        return True


def states(ids: Collection[UUID] | None = None) -> dict[UUID, StreamStateRow]:
    """By camera; ids None: all."""
    rows = StreamStateRow.objects.all()
    if ids is not None:
        rows = rows.filter(camera_id__in=ids)
    return {row.camera_id: row for row in rows}
