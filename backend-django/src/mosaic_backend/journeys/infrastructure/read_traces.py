"""What journeys and reviews keep of single plate reads, and how they forget it. Travel times name no plate."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q

from mosaic_backend.journeys.infrastructure.models import (
    CorrectedRead,
    ReviewedRead,
    ReviewItem,
    SettlingRead,
)


def under_review(read_ids: Collection[UUID]) -> set[UUID]:
    """Those that wait for a reviewer."""
    rows = ReviewItem.objects.filter(read_id__in=read_ids)
    return set(rows.values_list("read_id", flat=True))


def forget_reads(read_ids: Collection[UUID]) -> None:
    for model in (CorrectedRead, ReviewItem, ReviewedRead, SettlingRead):
        model.objects.filter(read_id__in=read_ids).delete()


def forget_plate(plate: str, *, but: Collection[UUID]) -> int:
    """Corrections to this folded text, whatever became of their reads."""
    return CorrectedRead.objects.filter(plate=plate).exclude(read_id__in=but).delete()[0]


def traces_of(plate: str, read_ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    corrected = CorrectedRead.objects.filter(Q(plate=plate) | Q(read_id__in=read_ids))
    waiting = ReviewItem.objects.filter(read_id__in=read_ids)
    reviewed = ReviewedRead.objects.filter(read_id__in=read_ids)
    return {
        "corrected_to_it": [dict(row) for row in corrected.order_by("read_id").values()],
        "waiting_for_review": [dict(row) for row in waiting.order_by("read_id").values()],
        "reviewed": [dict(row) for row in reviewed.order_by("id").values()],
    }
