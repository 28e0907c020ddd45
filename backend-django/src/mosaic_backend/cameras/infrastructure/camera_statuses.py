"""Keeps each camera's status in step with its stream, and tells of changes through the outbox.

Everything is in the database: what is pending survives whoever wrote it, and any worker can settle it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mosaic_backend.cameras.domain.status import (
    Holds,
    Pending,
    Status,
    Transition,
    observe,
    settle,
)
from mosaic_backend.cameras.infrastructure.models import (
    CameraRow,
    CameraStatusChange,
    CameraStatusRow,
    StreamStateRow,
)
from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox.facade import add_events
from mosaic_contracts.events import CameraStatus
from mosaic_contracts.ids import new_id

BATCH = 500


def holds() -> Holds:
    settings = environment()
    return Holds(
        timedelta(seconds=settings.camera_offline_after_s),
        timedelta(seconds=settings.camera_online_after_s),
    )


def take(
    camera_id: UUID, stream_state: str, reason: str | None, at: datetime, now: datetime
) -> list[Transition]:
    """Takes in a stream's state of an instant, which came now; in the transaction that holds the camera's lock."""
    row = CameraStatusRow.objects.select_for_update().filter(camera_id=camera_id).first()
    row = row or CameraStatusRow(camera_id=camera_id)
    status, transitions = observe(_status(row), stream_state, reason, at, holds())
    _put(row, status, now)
    row.save()
    _tell(camera_id, transitions)
    return transitions


def settle_due(now: datetime) -> int:
    """Lets happen what is pending and due; how many. Several workers share the work."""
    done = _begin_unknown(now)
    while True:
        with transaction.atomic():
            rows = list(
                CameraStatusRow.objects.select_for_update(skip_locked=True)
                .filter(due_at__lte=now)
                .order_by("due_at")[:BATCH]
            )
            for row in rows:
                status, transitions = settle(_status(row), now, holds())
                _put(row, status, now)
                row.save()
                _tell(row.camera_id, transitions)
                done += len(transitions)
        if len(rows) < BATCH:
            return done


def _begin_unknown(now: datetime) -> int:
    """Cameras whose stream was known before there were statuses."""
    done = 0
    missing = StreamStateRow.objects.filter(
        camera__status__isnull=True, camera__deleted_at__isnull=True
    )
    for camera_id in list(missing.values_list("camera_id", flat=True)[:BATCH]):
        with transaction.atomic():
            CameraRow.objects.select_for_update(of=("self",)).filter(id=camera_id).first()
            known = StreamStateRow.objects.filter(camera_id=camera_id).first()
            if known is None or CameraStatusRow.objects.filter(camera_id=camera_id).exists():
                continue
            done += len(take(camera_id, known.state, known.reason, known.changed_at, now))
    return done


def _status(row: CameraStatusRow) -> Status:
    pending = None
    if row.pending_name and row.pending_since:
        pending = Pending(row.pending_name, row.pending_since, row.pending_reason)  # type: ignore[arg-type]
    return Status(row.name, row.since, row.reason, pending)  # type: ignore[arg-type]


def _put(row: CameraStatusRow, status: Status, now: datetime) -> None:
    """A state that came late is given its whole time from now: what ended it may be on its way behind it."""
    row.name, row.since, row.reason = status.name, status.since, status.reason
    was = (row.pending_name, row.pending_since)
    pending = status.pending
    row.pending_name = pending.name if pending else None
    row.pending_since = pending.since if pending else None
    row.pending_reason = pending.reason if pending else None
    if pending is None:
        row.due_at = None
    elif row.due_at is None or was != (pending.name, pending.since):
        row.due_at = max(now, pending.since) + holds().of(pending.name)


def _tell(camera_id: UUID, transitions: Iterable[Transition]) -> None:
    transitions = list(transitions)
    CameraStatusChange.objects.bulk_create(
        [
            CameraStatusChange(
                id=new_id(transition.since),
                camera_id=camera_id,
                status=transition.name,
                reason=transition.reason,
                since=transition.since,
                previous_since=transition.previous_since,
            )
            for transition in transitions
        ]
    )
    told = [
        CameraStatus(
            camera_id=camera_id,
            status=transition.name,
            reason=transition.reason,
            since=transition.since,
            previous_since=transition.previous_since,
        )
        for transition in transitions
        if transition.name != "disabled"
    ]
    if told:
        add_events(told)
