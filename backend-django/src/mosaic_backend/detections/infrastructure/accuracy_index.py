"""What people said of reads, by camera and week."""

from collections import Counter, defaultdict
from collections.abc import Set
from datetime import date, datetime, timedelta
from uuid import UUID

from mosaic_backend.detections.domain.accuracy import WeekAccuracy
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure.models import ForgottenReads, PlateCorrection
from mosaic_contracts.ids import instant_of


def weekly_accuracy(
    cameras: Set[UUID] | None, since: datetime, until: datetime
) -> dict[UUID, list[WeekAccuracy]]:
    """By the instants of the reads, also of those that are gone; cameras None: all. Oldest week first."""
    gone = ForgottenReads.objects.filter(hour__gte=since, hour__lt=until, corrected__gt=0)
    rows = PlateCorrection.objects.filter(
        read_id__gte=first_id_at(since), read_id__lt=first_id_at(until)
    )
    if cameras is not None:
        rows, gone = rows.filter(camera_id__in=cameras), gone.filter(camera_id__in=cameras)
    reviewed: Counter[tuple[UUID, date]] = Counter()
    right: Counter[tuple[UUID, date]] = Counter()
    for camera, read_id, read, folded in rows.values_list(
        "camera_id", "read_id", "read_text", "folded"
    ).iterator():
        key = camera, _week_of(instant_of(read_id))
        reviewed[key] += 1
        right[key] += fold(read) == folded
    for camera, hour, corrected, as_read in gone.values_list(
        "camera_id", "hour", "corrected", "right"
    ):
        key = camera, _week_of(hour)
        reviewed[key] += corrected
        right[key] += as_read
    found: defaultdict[UUID, list[WeekAccuracy]] = defaultdict(list)
    for camera, week in sorted(reviewed):
        key = camera, week
        found[camera].append(WeekAccuracy(week, reviewed[key], right[key]))
    return dict(found)


def _week_of(instant: datetime) -> date:
    """Its Monday."""
    day = instant.date()
    return day - timedelta(days=day.weekday())
