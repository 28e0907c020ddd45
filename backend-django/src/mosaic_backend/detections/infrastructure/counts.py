"""Counts for overviews."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncHour

from mosaic_backend.detections.application.plates import PlateFilters
from mosaic_backend.detections.infrastructure.plate_index import filtered


def reads_per_hour(cameras: Set[UUID] | None, since: datetime) -> list[tuple[datetime, int]]:
    rows = (
        filtered(PlateFilters(cameras, since=since))
        .annotate(hour=TruncHour("seen_at"))
        .values("hour")
        .annotate(reads=Count("id"))
        .order_by("hour")
    )
    return [(row["hour"], row["reads"]) for row in rows]
