"""Raises alerts, each once, and tells of them through the outbox."""

from collections.abc import Collection, Iterable, Set
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from mosaic_backend.alerts.application.alerts import NewAlert
from mosaic_backend.alerts.infrastructure.models import Alert
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.events import AlertRaised
from mosaic_contracts.ids import new_id

_INSERT = (
    "INSERT INTO alerts_alert (id, key, kind, severity, title, camera_id, plate_read_id,"
    " watchlist_id, for_administrators, raised_at, acknowledged_by, note)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '') ON CONFLICT (key) DO NOTHING"
)


def raise_alerts(alerts: Iterable[NewAlert], now: datetime) -> int:
    """How many were new; the caller owns the transaction."""
    raised = 0
    for alert in alerts:
        alert_id = new_id()
        with connection.cursor() as cursor:
            cursor.execute(
                _INSERT,
                [
                    alert_id,
                    alert.key,
                    alert.kind,
                    alert.severity,
                    alert.title[:300],
                    alert.camera_id,
                    alert.plate_read_id,
                    alert.watchlist_id,
                    alert.for_administrators,
                    now,
                ],
            )
            new = cursor.rowcount == 1
        if new:
            raised += 1
            add_event(
                AlertRaised(
                    alert_id=alert_id,
                    camera_id=alert.camera_id,
                    kind=alert.kind,
                    severity=alert.severity,
                    title=alert.title,
                    raised_at=now,
                    plate_read_id=alert.plate_read_id,
                    watchlist_id=alert.watchlist_id,
                    audience="administrators" if alert.for_administrators else "everyone",
                )
            )
    return raised


def visible_alerts(cameras: Set[UUID] | None, *, administrator: bool) -> QuerySet[Alert]:
    """Those of the cameras (None: all), and those of no camera; some only administrators see."""
    rows = Alert.objects.all() if administrator else Alert.objects.filter(for_administrators=False)
    if cameras is not None:
        rows = rows.filter(Q(camera_id__in=cameras) | Q(camera_id__isnull=True))
    return rows


def reads_with(kind: str, read_ids: Collection[UUID]) -> set[UUID]:
    """Those of the plate reads about which there is such an alert."""
    rows = Alert.objects.filter(kind=kind, plate_read_id__in=read_ids)
    return {read_id for read_id in rows.values_list("plate_read_id", flat=True) if read_id}


def is_waiting(kind: str, camera_id: UUID, since: datetime) -> bool:
    """Whether such an alert of the camera was raised since then and nobody has acknowledged it."""
    return Alert.objects.filter(
        kind=kind, camera_id=camera_id, raised_at__gte=since, acknowledged_at__isnull=True
    ).exists()
