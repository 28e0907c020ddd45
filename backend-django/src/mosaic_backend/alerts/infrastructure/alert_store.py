"""Raises alerts, each once, and tells of them through the outbox."""

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Q, QuerySet

from mosaic_backend.alerts.application.alerts import NewAlert
from mosaic_backend.alerts.domain.rules import Muted
from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.shared.json_rows import insert_of
from mosaic_backend.shared.outbox.facade import add_events
from mosaic_backend.shared.plate_protection.fields import storing
from mosaic_backend.shared.plate_protection.sealing import from_token
from mosaic_backend.shared.plate_protection.state import stored_forms
from mosaic_contracts.events import AlertRaised
from mosaic_contracts.ids import new_id

_INSERT = f"{insert_of(Alert)} ON CONFLICT (key) DO NOTHING RETURNING id"
_ASKED = "unnest(%s::uuid[], %s::text[], %s::uuid[]) AS asked (maker, plate, camera)"
_LAST_TOLD = (
    "SELECT a.watchlist_id::text, a.plate, a.camera_id::text, max(a.raised_at)"  # noqa: S608 - constants
    f" FROM alerts_alert a JOIN {_ASKED}"
    " ON a.watchlist_id = asked.maker AND a.plate = asked.plate AND a.camera_id = asked.camera"
    " WHERE a.muted = '' AND a.plate <> '' AND a.raised_at > %s GROUP BY 1, 2, 3"
    " UNION ALL SELECT a.rule_id::text, asked.plate, a.camera_id::text, max(a.raised_at)"
    f" FROM alerts_alert a JOIN {_ASKED} ON a.rule_id = asked.maker AND a.camera_id = asked.camera"
    " WHERE a.muted = '' AND a.raised_at > %s GROUP BY 1, 2, 3"
)
Subject = tuple[str, str, str]
"""Of a cooldown: the watch list or rule, the plate if there is one, the camera."""


def raise_alerts(alerts: Iterable[NewAlert], now: datetime) -> int:
    """How many were new and not muted; the caller owns the transaction."""
    # Sorted, so that two consumers of the same reads wait for each other instead of deadlocking.
    unique = {alert.key: alert for alert in alerts}
    wanted = _cooled([unique[key] for key in sorted(unique)], now)
    if not wanted:
        return 0
    rows = {new_id(): alert for alert in wanted}
    with connection.cursor() as cursor:
        stored = storing(Alert)
        told = [stored(_row(alert_id, alert, now)) for alert_id, alert in rows.items()]
        cursor.execute(_INSERT, [orjson.dumps(told).decode()])
        new = {row[0] for row in cursor.fetchall()}
    raised = [
        _event(alert_id, alert, now)
        for alert_id, alert in rows.items()
        if alert_id in new and alert.muted is None
    ]
    if raised:
        add_events(raised)
    return len(raised)


def _row(alert_id: UUID, alert: NewAlert, now: datetime) -> dict[str, Any]:
    return {
        "id": alert_id,
        "key": alert.key,
        "kind": alert.kind,
        "severity": alert.severity,
        "title": alert.title[:300],
        "camera_id": alert.camera_id,
        "plate_read_id": alert.plate_read_id,
        "watchlist_id": alert.watchlist_id,
        "rule_id": alert.rule_id,
        "track_id": alert.track_id,
        "happened_at": alert.happened_at,
        "seen": alert.seen,
        "for_administrators": alert.for_administrators,
        "muted": alert.muted or "",
        "plate": alert.plate,
        "likelihood": alert.likelihood,
        "raised_at": now,
        "acknowledged_at": None,
        "acknowledged_by": "",
        "note": "",
    }


def _event(alert_id: UUID, alert: NewAlert, now: datetime) -> AlertRaised:
    return AlertRaised(
        alert_id=alert_id,
        camera_id=alert.camera_id,
        kind=alert.kind,
        severity=alert.severity,
        title=alert.title,
        raised_at=now,
        plate_read_id=alert.plate_read_id,
        watchlist_id=alert.watchlist_id,
        rule_id=alert.rule_id,
        track_id=alert.track_id,
        happened_at=alert.happened_at,
        audience="administrators" if alert.for_administrators else "everyone",
    )


def _cooled(alerts: Sequence[NewAlert], now: datetime) -> list[NewAlert]:
    """The alerts, those muted whose subject was told of too short a time ago."""
    if not any(alert.cooldown_s and alert.muted is None for alert in alerts):
        return list(alerts)
    cooling = sorted(
        {_subject(alert) for alert in alerts if alert.cooldown_s and alert.muted is None}
    )
    with connection.cursor() as cursor:
        # Two consumers must not both find none.
        for subject in cooling:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(subject)])
    longest = max(alert.cooldown_s for alert in alerts)
    last = _last_told(cooling, now - timedelta(seconds=longest))
    kept = []
    for alert in alerts:
        told = alert
        if alert.cooldown_s and alert.muted is None:
            before = last.get(_subject(alert))
            if before is not None and now - before < timedelta(seconds=alert.cooldown_s):
                told = replace(alert, muted=Muted.COOLDOWN)
            else:
                last[_subject(alert)] = now
        kept.append(told)
    return kept


def _last_told(subjects: Sequence[Subject], since: datetime) -> dict[Subject, datetime]:
    asked = [
        (maker, form, camera) for maker, plate, camera in subjects for form in stored_forms(plate)
    ]
    makers, plates, cameras = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_LAST_TOLD, [list(makers), list(plates), list(cameras), since] * 2)
        found = cursor.fetchall()
    last: dict[Subject, datetime] = {}
    for maker, form, camera, at in found:
        subject = maker, from_token(form), camera
        last[subject] = max(at, last.get(subject, at))
    return last


def _subject(alert: NewAlert) -> Subject:
    return str(alert.watchlist_id or alert.rule_id), alert.plate, str(alert.camera_id)


def visible_alerts(
    cameras: Set[UUID] | None, *, administrator: bool, muted: bool = False
) -> QuerySet[Alert]:
    """Those of the cameras (None: all), and those of no camera; some only administrators see.

    muted: those of which nobody was told, instead of the others.
    """
    rows = Alert.objects.exclude(muted="") if muted else Alert.objects.filter(muted="")
    if not administrator:
        rows = rows.filter(for_administrators=False)
    if cameras is not None:
        rows = rows.filter(Q(camera_id__in=cameras) | Q(camera_id__isnull=True))
    return rows


def reads_with(kind: str, read_ids: Collection[UUID]) -> set[UUID]:
    """Those of the plate reads about which there is such an alert, be it muted, but not of an unarmed list."""
    rows = Alert.objects.filter(kind=kind, plate_read_id__in=read_ids).exclude(muted=Muted.UNARMED)
    return {read_id for read_id in rows.values_list("plate_read_id", flat=True) if read_id}


def is_waiting(kind: str, camera_id: UUID, since: datetime) -> bool:
    """Whether such an alert of the camera was raised since then and nobody has acknowledged it."""
    return Alert.objects.filter(
        kind=kind, camera_id=camera_id, raised_at__gte=since, acknowledged_at__isnull=True
    ).exists()
