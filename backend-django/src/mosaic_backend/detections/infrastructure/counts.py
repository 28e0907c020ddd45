"""Counts for overviews."""

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Sum, Value

from mosaic_backend.detections.infrastructure.forgotten_models import ForgottenReads
from mosaic_backend.detections.infrastructure.models import PlateRead

_HOUR = timedelta(hours=1)


def reads_per_hour(cameras: Set[UUID] | None, hours: Sequence[datetime]) -> list[int]:
    """hours: when each begins, one after the other. Reads that are gone count.

    The hours are numbered by `width_bucket`: PostgreSQL takes half the time for it that `date_trunc` takes. Ids,
    which would leave partitions out, stand in no index with the time: those without such reads cost a look each.
    """
    place = Func(
        F("seen_at"),
        Value(list(hours)),
        function="width_bucket",
        template="%(function)s(%(expressions)s::timestamptz[])",
        output_field=IntegerField(),
    )
    reads = PlateRead.objects.filter(seen_at__gte=hours[0], seen_at__lt=hours[-1] + _HOUR)
    if cameras is not None:
        reads = reads.filter(camera_id__in=cameras)
    rows = reads.annotate(place=place).values_list("place").annotate(reads=Count("*")).order_by()
    counted = dict(rows)
    gone = _forgotten_per_hour(cameras, hours)
    return [counted.get(place, 0) + gone.get(hour, 0) for place, hour in enumerate(hours, start=1)]


def _forgotten_per_hour(
    cameras: Set[UUID] | None, hours: Sequence[datetime]
) -> dict[datetime, int]:
    rows = ForgottenReads.objects.filter(hour__gte=hours[0], hour__lte=hours[-1])
    if cameras is not None:
        rows = rows.filter(camera_id__in=cameras)
    return dict(rows.order_by().values_list("hour").annotate(reads=Sum("number")))
