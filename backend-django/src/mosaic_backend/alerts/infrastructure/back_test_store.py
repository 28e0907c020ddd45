"""A back-test's way: queued → running → done or failed. Deleting it ends it, wherever it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.alerts.application.back_test import CancelledTestError, Hit, Result
from mosaic_backend.alerts.infrastructure.models import (
    BackTest,
    BackTestHit,
    BackTestState,
    WatchList,
)
from mosaic_contracts.errors import MosaicError
from mosaic_contracts.ids import new_id

_OPEN = (BackTestState.QUEUED, BackTestState.RUNNING)
MOST_OPEN = 10
KEPT = 10
"""Of each list."""


class TooManyTestsError(MosaicError):
    """Too many back-tests wait: try again when one has ended."""

    code = "rate-limited"
    wait = 60.0


def request_back_test(watchlist: WatchList, **wish: Any) -> BackTest:
    """Stores the wish and its job together. Raises TooManyTestsError."""
    with transaction.atomic():
        if BackTest.objects.filter(state__in=_OPEN).count() >= MOST_OPEN:
            raise TooManyTestsError
        test = BackTest.objects.create(watchlist=watchlist, **wish)
        of_list = BackTest.objects.filter(watchlist=watchlist).exclude(state__in=_OPEN)
        old = of_list.order_by("-id").values_list("pk", flat=True)[KEPT:]
        BackTest.objects.filter(pk__in=list(old)).delete()
        _enqueue(test.id)
    return test


def begin(test_id: UUID) -> BackTest | None:
    """The back-test, now running; None when there is nothing to do any more."""
    rows = BackTest.objects.filter(pk=test_id, state__in=_OPEN)
    rows.update(state=BackTestState.RUNNING)
    return rows.select_related("watchlist").first()


def tell(test_id: UUID, progress: float) -> None:
    """Raises CancelledTestError for one that is gone."""
    rows = BackTest.objects.filter(pk=test_id, state=BackTestState.RUNNING)
    if not rows.update(progress=min(max(progress, 0.0), 1.0)):
        raise CancelledTestError


def finish(test_id: UUID, result: Result, now: datetime) -> None:
    """Raises CancelledTestError for one that is gone."""
    with transaction.atomic():
        rows = BackTest.objects.select_for_update().filter(pk=test_id, state=BackTestState.RUNNING)
        if not rows.exists():
            raise CancelledTestError
        BackTestHit.objects.bulk_create(_rows(test_id, result.hits), batch_size=1000)
        rows.update(
            state=BackTestState.DONE,
            progress=1.0,
            covered_from=result.covered_from,
            truncated=result.truncated,
            finished_at=now,
        )


def _rows(test_id: UUID, hits: Sequence[Hit]) -> list[BackTestHit]:
    return [
        BackTestHit(
            id=new_id(hit.match.seen.seen_at),
            back_test_id=test_id,
            read_id=hit.match.seen.read_id,
            camera_id=hit.match.seen.camera_id,
            seen_at=hit.match.seen.seen_at,
            text=hit.match.seen.text,
            plate=hit.match.watched.text,
            likelihood=round(hit.match.likelihood, 4),
            exact=hit.match.exact,
            doubt=hit.doubt or "",
            muted=hit.muted or "",
        )
        for hit in hits
    ]


def fail(test_id: UUID, detail: str) -> None:
    BackTest.objects.filter(pk=test_id, state__in=_OPEN).update(
        state=BackTestState.FAILED, failure=detail[:500], finished_at=timezone.now()
    )


def enqueue_again(test_id: UUID) -> None:
    with transaction.atomic():
        if BackTest.objects.filter(pk=test_id).update(state=BackTestState.QUEUED):
            _enqueue(test_id)


def _enqueue(test_id: UUID) -> None:
    # Imported here because the task imports this module.
    from mosaic_backend.alerts.infrastructure.tasks import back_test

    back_test.defer(test_id=str(test_id))
