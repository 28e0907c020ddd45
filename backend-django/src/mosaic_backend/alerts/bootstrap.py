"""Wires the context."""

from collections.abc import Collection, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mosaic_backend.alerts.application import watch_detections
from mosaic_backend.alerts.application.alerts import (
    CAMERA_OFFLINE,
    WATCHLIST_MATCH,
    NewAlert,
    PlateMatch,
    SeenPlate,
)
from mosaic_backend.alerts.application.camera_status import alert_of
from mosaic_backend.alerts.application.match_plates import alerts_of, match_plates
from mosaic_backend.alerts.domain.detection_rules import RuleKind, SeenFrame, SeenObject
from mosaic_backend.alerts.infrastructure import alert_store
from mosaic_backend.alerts.infrastructure.detection_rule_index import RuleIndex
from mosaic_backend.alerts.infrastructure.rule_memories import TakenMemories
from mosaic_backend.alerts.infrastructure.watched_plates import watched_plates
from mosaic_backend.cameras.facade import CameraScope, camera, offline_since, time_zones
from mosaic_backend.detections.facade import (
    fold,
    glyphs_of,
    lookup_keys,
    relative_likelihoods,
)
from mosaic_contracts.events import CameraStatus, DetectionRecorded, PlateRead

COOLDOWN = timedelta(minutes=10)
"""A camera that comes and goes raises no second alert in this time while nobody has seen the first."""

_rule_index = RuleIndex()


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


def raise_for_detections(frames: Sequence[DetectionRecorded], now: datetime) -> int:
    by_camera = _rule_index.rules().by_camera
    watched = [_frame(frame) for frame in frames if frame.camera_id in by_camera]
    if not watched:
        return 0
    cameras = {frame.camera_id for frame in watched}
    taken = TakenMemories([rule.id for each in cameras for rule in by_camera[each]])
    zones = time_zones(cameras)
    found = watch_detections.watch_frames(watched, by_camera, taken.memories, zones, now)
    taken.save()
    return alert_store.raise_alerts(watch_detections.alerts_of(found, now, zones), now)


def raise_for_absences(now: datetime) -> int:
    in_force = _rule_index.rules()
    rules = [
        rule for own in in_force.by_camera.values() for rule in own if rule.kind is RuleKind.ABSENCE
    ]
    if not rules:
        return 0
    cameras = frozenset(rule.camera_id for rule in rules)
    offline = offline_since(CameraScope(all=False, ids=cameras))
    seeing = in_force.watched - offline.keys()
    zones = time_zones(cameras)
    with transaction.atomic():
        taken = TakenMemories([rule.id for rule in rules])
        found = watch_detections.watch_absences(
            rules, taken.memories, zones, now, seeing.__contains__
        )
        taken.save()
        return alert_store.raise_alerts(watch_detections.alerts_of(found, now, zones), now)


def _frame(frame: DetectionRecorded) -> SeenFrame:
    return SeenFrame(
        frame.camera_id,
        frame.captured_at,
        tuple(
            SeenObject(
                seen.detection_id,
                seen.label.replace("\x00", ""),  # PostgreSQL takes none
                seen.confidence,
                seen.box,
                seen.track_id,
            )
            for seen in frame.detections
        ),
    )


def raise_for_administrators(alert: NewAlert, now: datetime) -> int:
    return alert_store.raise_alerts([replace(alert, for_administrators=True)], now)


def reads_on_watch_lists(read_ids: Collection[UUID]) -> set[UUID]:
    return alert_store.reads_with(WATCHLIST_MATCH, read_ids)


def unacknowledged(cameras: Set[UUID] | None, *, administrator: bool) -> int:
    visible = alert_store.visible_alerts(cameras, administrator=administrator)
    return visible.filter(acknowledged_at__isnull=True).count()
