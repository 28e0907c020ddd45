"""The job that runs a back-test, done by `python -m mosaic_backend work`."""

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mosaic_backend.alerts.application.alerts import WatchedPlate
from mosaic_backend.alerts.application.back_test import (
    PLATES_ONE_BY_ONE,
    BackTest,
    CancelledTestError,
)
from mosaic_backend.alerts.domain.rules import ListRules
from mosaic_backend.alerts.infrastructure import back_test_store as store
from mosaic_backend.alerts.infrastructure.list_rules import rules_of
from mosaic_backend.alerts.infrastructure.models import BackTest as BackTestRow
from mosaic_backend.alerts.infrastructure.models import WatchListEntry
from mosaic_backend.alerts.infrastructure.read_history import StoredReads
from mosaic_backend.alerts.infrastructure.watched_plates import entries_with
from mosaic_backend.cameras.facade import time_zones
from mosaic_backend.detections.facade import keys_of, relative_likelihoods

LIMIT_S = 600.0
TELL_EVERY_S = 0.5
TRIES = 6


class InterruptedTestError(Exception):
    """The worker ends: another one is to begin anew."""


@app.task(
    name="alerts.back-test",
    queue="alerts",
    # One at a time: the workers have clips to cut too.
    lock="alerts.back-test",
    pass_context=True,
    retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2, retry_exceptions=[DatabaseError]),
)
def back_test(context: JobContext, test_id: str) -> None:
    """Runs a back-test. May run again after a crash: nothing is stored before the end."""
    close_old_connections()
    try:
        run(UUID(test_id), context.should_abort)
    finally:
        close_old_connections()


def run(test_id: UUID, interrupted: Callable[[], bool]) -> None:
    test = store.begin(test_id)
    if test is None:
        return
    try:
        store.finish(test_id, _prepared(test, interrupted).run(), timezone.now())
    except CancelledTestError:
        return
    except InterruptedTestError:
        store.enqueue_again(test_id)
    except DatabaseError:
        raise  # the next try begins anew
    except Exception:
        store.fail(test_id, "the back-test broke off")
        raise


def _prepared(test: BackTestRow, interrupted: Callable[[], bool]) -> BackTest:
    rules = replace(rules_of(test.watchlist), min_likelihood=test.min_likelihood)
    plates = _plates(test, rules)
    return BackTest(
        rules=rules,
        since=test.since,
        until=test.until,
        likely_false_below=test.likely_false_below,
        history=StoredReads(_cameras(test, rules), test.since, test.until),
        likelihoods=relative_likelihoods,
        plates=plates if plates is not None and len(plates) <= PLATES_ONE_BY_ONE else None,
        watched=_of_list(test, rules) if plates is None else _of_plates(plates),
        zones=time_zones,
        tell=_teller(test.id, interrupted),
        out_of_time=_clock(LIMIT_S),
    )


def _cameras(test: BackTestRow, rules: ListRules) -> frozenset[UUID] | None:
    if test.scope is None:
        return rules.cameras
    scope = frozenset(test.scope)
    return scope if rules.cameras is None else scope & rules.cameras


def _plates(test: BackTestRow, rules: ListRules) -> list[WatchedPlate] | None:
    """Those that were given, or those of a short list; None: of a long one."""
    if test.plates is not None:
        pairs = [(plate["text"], plate["folded"]) for plate in test.plates]
    else:
        rows = WatchListEntry.objects.filter(watchlist_id=test.watchlist_id).order_by("id")
        pairs = list(rows.values_list("text", "folded")[: PLATES_ONE_BY_ONE + 1])
        if len(pairs) > PLATES_ONE_BY_ONE:
            return None
    return [WatchedPlate(rules, text, folded, tuple(keys_of(folded))) for text, folded in pairs]


def _of_list(
    test: BackTestRow, rules: ListRules
) -> Callable[[Collection[int]], list[WatchedPlate]]:
    def find(keys: Collection[int]) -> list[WatchedPlate]:
        found = entries_with(keys, test.watchlist_id)
        return [WatchedPlate(rules, text, folded, tuple(own)) for _, text, folded, own, *_ in found]

    return find


def _of_plates(plates: list[WatchedPlate]) -> Callable[[Collection[int]], list[WatchedPlate]]:
    by_key: dict[int, list[WatchedPlate]] = {}
    for plate in plates:
        for key in plate.keys:
            by_key.setdefault(key, []).append(plate)

    def find(keys: Collection[int]) -> list[WatchedPlate]:
        found = {plate.folded: plate for key in keys for plate in by_key.get(key, ())}
        return list(found.values())

    return find


def _teller(test_id: UUID, interrupted: Callable[[], bool]) -> Callable[[float], None]:
    last: list[Any] = [0.0]

    def tell(progress: float) -> None:
        if interrupted():
            raise InterruptedTestError
        if time.monotonic() - last[0] >= TELL_EVERY_S:
            last[0] = time.monotonic()
            store.tell(test_id, progress)

    return tell


def _clock(limit_s: float) -> Callable[[], bool]:
    ends_at = time.monotonic() + limit_s
    return lambda: time.monotonic() > ends_at
