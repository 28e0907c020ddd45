"""The review queue in PostgreSQL."""

from collections.abc import Collection, Iterable, Mapping, Set
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mosaic_backend.journeys.infrastructure.models import ReviewedRead, ReviewItem

KEPT = timedelta(days=30)
MOST_WAITING = 50_000
_FIELDS = [field.name for field in ReviewItem._meta.concrete_fields if field.name != "read_id"]


class Place(NamedTuple):
    """Where a page ended."""

    worth: float
    read_id: UUID


def put(items: Iterable[ReviewItem]) -> None:
    ReviewItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["read_id"], update_fields=_FIELDS
    )


def remove(read_ids: Collection[UUID]) -> None:
    ReviewItem.objects.filter(read_id__in=read_ids).delete()


def waiting_by_camera(cameras: Collection[UUID]) -> dict[UUID, int]:
    rows = ReviewItem.objects.filter(camera_id__in=cameras).order_by()
    return dict(rows.values_list("camera_id").annotate(waiting=Count("*")))


def waiting(
    cameras: Set[UUID] | None, user_id: UUID, reviewed: bool | None
) -> QuerySet[ReviewItem]:
    """reviewed: only those that this user has looked at already, or only the others; None: all."""
    rows = ReviewItem.objects.all()
    if cameras is not None:
        rows = rows.filter(camera_id__in=cameras)
    if reviewed is not None:
        looked = Exists(ReviewedRead.objects.filter(user_id=user_id, read_id=OuterRef("read_id")))
        rows = rows.filter(looked if reviewed else ~looked)
    return rows


def page(rows: QuerySet[ReviewItem], after: Place | None, limit: int) -> list[ReviewItem]:
    """Worth most first."""
    if after is not None:
        # The first condition alone would do; with the second the index is entered at the place.
        rows = rows.filter(worth__lte=after.worth).filter(
            Q(worth__lt=after.worth) | Q(read_id__lt=after.read_id)
        )
    return list(rows.order_by("-worth", "-read_id")[:limit])


def reviewed_by(user_id: UUID, read_ids: Collection[UUID]) -> dict[UUID, ReviewedRead]:
    rows = ReviewedRead.objects.filter(user_id=user_id, read_id__in=read_ids)
    return {row.read_id: row for row in rows}


def mark_reviewed(user_id: UUID, outcomes: Mapping[UUID, str], now: datetime) -> None:
    ReviewedRead.objects.bulk_create(
        [
            ReviewedRead(user_id=user_id, read_id=read_id, outcome=outcome, reviewed_at=now)
            for read_id, outcome in outcomes.items()
        ],
        update_conflicts=True,
        unique_fields=["user_id", "read_id"],
        update_fields=["outcome", "reviewed_at"],
    )


def forget_old(now: datetime) -> int:
    """What waits too long, what is worth least where too many wait, and who has looked at what is gone."""
    gone = ReviewItem.objects.filter(seen_at__lt=now - KEPT).delete()[0]
    beyond = ReviewItem.objects.order_by("-worth", "-read_id").values("pk")[MOST_WAITING:]
    gone += ReviewItem.objects.filter(pk__in=list(beyond.values_list("pk", flat=True))).delete()[0]
    return gone + ReviewedRead.objects.filter(reviewed_at__lt=now - 2 * KEPT).delete()[0]
