"""Detections by filters."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure import id_skew
from mosaic_backend.detections.infrastructure.models import Detection


def detections(
    *,
    cameras: Set[UUID] | None,
    label: str | None,
    since: datetime | None,
    until: datetime | None,
    min_confidence: float | None,
    zone: str | None,
) -> QuerySet[Detection]:
    """Those that satisfy the filters; time is filtered by id too, which prunes partitions."""
    rows = Detection.objects.all()
    if cameras is not None:
        rows = rows.filter(camera_id__in=cameras)
    if label is not None:
        rows = rows.filter(label=label)
    if since is not None:
        rows = rows.filter(id__gte=first_id_at(since - id_skew.widest()), captured_at__gte=since)
    if until is not None:
        rows = rows.filter(id__lt=first_id_at(until + id_skew.widest()), captured_at__lt=until)
    if min_confidence is not None:
        rows = rows.filter(confidence__gte=min_confidence)
    if zone is not None:
        rows = rows.filter(zones__contains=[zone])
    return rows
