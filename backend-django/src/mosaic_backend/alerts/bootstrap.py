"""Wires the context."""

from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.application.alerts import (
    CAMERA_OFFLINE,
    WATCHLIST_MATCH,
    NewAlert,
    PlateMatch,
    SeenPlate,
)
from mosaic_backend.alerts.application.camera_status import alert_of
from mosaic_backend.alerts.application.match_plates import alerts_of, match_plates
from mosaic_backend.alerts.infrastructure import alert_store
from mosaic_backend.alerts.infrastructure.watched_plates import watched_plates
from mosaic_backend.cameras.facade import camera, time_zones
from mosaic_backend.detections.facade import (
    fold,
    glyphs_of,
    lookup_keys,
    relative_likelihoods,
)
from mosaic_contracts.events import CameraStatus, PlateRead

COOLDOWN = timedelta(minutes=10)
"""A camera that comes and goes raises no second alert in this time while nobody has seen the first."""


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    matches = matches_of([_seen(read) for read in reads], now)
    zones = time_zones({match.seen.camera_id for match in matches}) if matches else {}
    return alert_store.raise_alerts(alerts_of(matches, now, zones), now)


def matches_of(seen: Sequence[SeenPlate], now: datetime) -> list[PlateMatch]:
    keys = {key for read in seen for key in read.keys}
    watched = watched_plates(keys, now) if keys else []
    return match_plates(seen, watched, relative_likelihoods) if watched else []


def _seen(read: PlateRead) -> SeenPlate:
    folded = fold(read.text)
    candidates = [list(position) for position in read.candidates]
    glyphs = glyphs_of(read.text, candidates, read.confidence)
    return SeenPlate(
        read.read_id,
        read.camera_id,
        read.text,
        folded,
        read.seen_at,
        glyphs,
        tuple(lookup_keys(folded, glyphs)),
    )


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
