"""What people said of reads, by camera and week."""

from collections import Counter, defaultdict
from collections.abc import Set
from datetime import date, datetime, timedelta
from uuid import UUID

from mosaic_backend.detections.domain.accuracy import WeekAccuracy
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure.models import PlateCorrection
from mosaic_contracts.ids import instant_of


def weekly_accuracy(
    cameras: Set[UUID] | None, since: datetime, until: datetime
) -> dict[UUID, list[WeekAccuracy]]:
    """By the instants of the reads; cameras None: all. Oldest week first."""
    rows = PlateCorrection.objects.filter(
        read_id__gte=first_id_at(since), read_id__lt=first_id_at(until)
    )
    if cameras is not None:
        rows = rows.filter(camera_id__in=cameras)
    reviewed: Counter[tuple[UUID, date]] = Counter()
    right: Counter[tuple[UUID, date]] = Counter()
    for camera, read_id, read, folded in rows.values_list(
        "camera_id", "read_id", "read_text", "folded"
    ).iterator():
        day = instant_of(read_id).date()
        key = camera, day - timedelta(days=day.weekday())
        reviewed[key] += 1
        right[key] += fold(read) == folded
    found: defaultdict[UUID, list[WeekAccuracy]] = defaultdict(list)
    for camera, week in sorted(reviewed):
        key = camera, week
        found[camera].append(WeekAccuracy(week, reviewed[key], right[key]))
    return dict(found)
