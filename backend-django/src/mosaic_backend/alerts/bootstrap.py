"""Wires the context."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mosaic_backend.alerts.application.alerts import CAMERA_OFFLINE, SeenPlate
from mosaic_backend.alerts.application.find_outages import COOLDOWN, CameraInError, find_outages
from mosaic_backend.alerts.application.match_plates import match_plates
from mosaic_backend.alerts.infrastructure import alert_store
from mosaic_backend.alerts.infrastructure.watched_plates import watched_plates
from mosaic_backend.cameras.facade import camera_names, stream_states
from mosaic_backend.detections.facade import fold, skeleton
from mosaic_contracts.events import PlateRead


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    seen = [_seen(read) for read in reads]
    if not seen:
        return 0
    watched = watched_plates({read.skeleton for read in seen})
    return alert_store.raise_alerts(match_plates(seen, watched), now)


def _seen(read: PlateRead) -> SeenPlate:
    folded = fold(read.text)
    return SeenPlate(read.read_id, read.camera_id, read.text, folded, skeleton(folded))


def raise_for_outages(now: datetime) -> int:
    failing = [state for state in stream_states().values() if state.state == "error"]
    if not failing:
        return 0
    names = camera_names({state.camera_id for state in failing})
    cameras = [
        CameraInError(state.camera_id, names[state.camera_id], state.changed_at, state.reason)
        for state in failing
        if state.camera_id in names
    ]
    told = alert_store.cameras_alerted_since(CAMERA_OFFLINE, now - COOLDOWN)
    with transaction.atomic():
        return alert_store.raise_alerts(find_outages(cameras, now, told), now)


def unacknowledged(cameras: frozenset[UUID] | None) -> int:
    return alert_store.visible_alerts(cameras).filter(acknowledged_at__isnull=True).count()
