"""The last known state of each camera's stream."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.cameras.infrastructure import camera_statuses
from mosaic_backend.cameras.infrastructure.models import CameraRow, StreamStateRow
from mosaic_contracts.events import StreamState, SubStreamState


def record(state: StreamState, now: datetime | None = None) -> bool:
    """Keeps of each stream what is newer than what is known. False when there was nothing new.

    A camera that is gone is ignored, and a second stream that the camera does not have (any more).
    """
    with transaction.atomic():
        # The camera's lock makes concurrent first states wait for each other.
        camera = (
            CameraRow.objects.select_for_update(of=("self",))
            .filter(id=state.camera_id, deleted_at__isnull=True)
            .only("id", "sub_address")
            .first()
        )
        if camera is None:
            return False
        known = StreamStateRow.objects.filter(camera_id=state.camera_id).first()
        fields: dict[str, Any] = {}
        main_is_new = known is None or known.changed_at < state.changed_at
        if main_is_new:
            fields = {
                "state": state.state,
                "reason": state.reason,
                "detail": state.detail,
                "changed_at": state.changed_at,
                "tracks": [track.model_dump(mode="json") for track in state.tracks],
            }
        if _sub_is_new(known.sub if known else None, state.sub, bool(camera.sub_address)):
            told = state.sub if camera.sub_address else None
            fields["sub"] = told.model_dump(mode="json") if told else None
        if not fields:
            return False
        if known is None:
            StreamStateRow.objects.create(camera_id=state.camera_id, **fields)
        else:
            StreamStateRow.objects.filter(camera_id=state.camera_id).update(**fields)
        if main_is_new:
            camera_statuses.take(
                state.camera_id, state.state, state.reason, state.changed_at, now or timezone.now()
            )
        return True


def _sub_is_new(known: dict[str, Any] | None, told: SubStreamState | None, there: bool) -> bool:
    """there: whether the camera has a second stream now."""
    if not there:
        return known is not None
    if told is None:
        return False
    return known is None or datetime.fromisoformat(known["changed_at"]) < told.changed_at


def states(ids: Collection[UUID] | None = None) -> dict[UUID, StreamStateRow]:
    """By camera; ids None: all."""
    rows = StreamStateRow.objects.all()
    if ids is not None:
        rows = rows.filter(camera_id__in=ids)
    return {row.camera_id: row for row in rows}
