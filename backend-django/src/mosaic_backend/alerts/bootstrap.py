"""Wires the context."""

from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.application.alerts import (
    CAMERA_OFFLINE,
    WATCHLIST_MATCH,
    NewAlert,
    SeenPlate,
)
from mosaic_backend.alerts.application.camera_status import alert_of
from mosaic_backend.alerts.application.match_plates import match_plates
from mosaic_backend.alerts.infrastructure import alert_store
from mosaic_backend.alerts.infrastructure.watched_plates import watched_plates
from mosaic_backend.cameras.facade import camera
from mosaic_backend.detections.facade import fold, skeleton
from mosaic_contracts.events import CameraStatus, PlateRead

COOLDOWN = timedelta(minutes=10)
"""A camera that comes and goes raises no second alert in this time while nobody has seen the first."""


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    seen = [_seen(read) for read in reads]
    if not seen:
        return 0
    watched = watched_plates({read.skeleton for read in seen})
    return alert_store.raise_alerts(match_plates(seen, watched), now)


def _seen(read: PlateRead) -> SeenPlate:
    folded = fold(read.text)
    return SeenPlate(read.read_id, read.camera_id, read.text, folded, skeleton(folded))


def raise_for_camera_status(event: CameraStatus, now: datetime) -> int:
    if event.status != "offline":
        return 0
    known = camera(event.camera_id)
    if known is None or not known.offline_alarm:
        return 0
    if alert_store.is_waiting(CAMERA_OFFLINE, known.id, now - COOLDOWN):
        return 0
    return alert_store.raise_alerts([alert_of(event, known.name)], now)


def raise_for_administrators(alert: NewAlert, now: datetime) -> int:
    return alert_store.raise_alerts([replace(alert, for_administrators=True)], now)


def reads_on_watch_lists(read_ids: Collection[UUID]) -> set[UUID]:
    return alert_store.reads_with(WATCHLIST_MATCH, read_ids)


def unacknowledged(cameras: Set[UUID] | None, *, administrator: bool) -> int:
    visible = alert_store.visible_alerts(cameras, administrator=administrator)
    return visible.filter(acknowledged_at__isnull=True).count()
