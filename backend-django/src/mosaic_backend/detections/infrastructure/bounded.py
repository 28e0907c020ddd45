"""Queries of what was seen that end soon, whatever they ask for."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from mosaic_backend.detections.domain.patterns import fitting_plates
from mosaic_backend.detections.infrastructure.models import PlateCorrection, PlateRead

WINDOW = 20_000
"""Reads that one page looks through where no index tells which ones fit."""
AT_ONCE = 5000
"""Of these so many are opened together where plates are protected."""


def newest_of(
    looked_at: QuerySet[PlateRead], rows: QuerySet[PlateRead], before: UUID | None, limit: int
) -> tuple[list[PlateRead], UUID | None]:
    """The newest of `rows` among the newest WINDOW of `looked_at`, which must hold them all.

    With the id down to which was looked, where that was not enough: the next page goes on from there.
    """
    if before is not None:
        looked_at, rows = looked_at.filter(id__lt=before), rows.filter(id__lt=before)
    with without_scans():
        last = _window_end(looked_at)
        within = rows if last is None else rows.filter(id__gte=last)
        found = list(within.order_by("-id")[:limit])
    return found, last if len(found) < limit else None


def _window_end(looked_at: QuerySet[PlateRead]) -> UUID | None:
    """The oldest of the newest WINDOW; None where there are fewer."""
    ends = looked_at.order_by("-id").values_list("id", flat=True)[WINDOW - 1 : WINDOW]
    return next(iter(ends), None)


def newest_among(rows: QuerySet[PlateRead], most: int, limit: int) -> tuple[list[UUID], int]:
    """Of the first most + 1 of the rows: the ids of the newest `limit`, and how many there are.

    PostgreSQL puts them in order: thousands of ids take Python far longer than all else.
    """
    found = fetched(
        rows.values_list("id", flat=True)[: most + 1],
        "WITH fits AS MATERIALIZED ({}) SELECT id, (SELECT count(*) FROM fits)"
        " FROM fits ORDER BY id DESC LIMIT %s",
        limit,
    )
    return [row[0] for row in found], found[0][1] if found else 0


def fetched(rows: QuerySet[Any, Any], within: str = "{}", *parameters: Any) -> list[Any]:
    """As PostgreSQL gives them, past Django's converters, which take as long as all else where rows are many.

    within: the statement in which theirs stands; parameters: of what comes after it there.
    """
    try:
        text, given = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(within.format(text), [*given, *parameters])
        found: list[Any] = cursor.fetchall()
    return found


def newest_like(
    looked_at: QuerySet[PlateRead],
    rows: QuerySet[PlateRead],
    pattern: str,
    before: UUID | None,
    limit: int,
) -> tuple[list[PlateRead], UUID | None]:
    """`newest_of` for protected plates: those that fit the LIKE pattern, or are corrected to what does."""
    fits = fitting_plates(pattern)
    ids: list[UUID] = []
    if before is not None:
        looked_at = looked_at.filter(id__lt=before)
    with without_scans():
        last, start = _window_end(looked_at), before
        while len(ids) < limit:
            batch = _batch(rows, start, last)
            said = dict(
                PlateCorrection.objects.filter(read_id__in=[row[0] for row in batch]).values_list(
                    "read_id", "folded"
                )
            )
            ids += [
                read_id
                for read_id, folded in batch
                if fits(folded) or (read_id in said and fits(said[read_id]))
            ]
            if len(batch) < AT_ONCE:
                break
            start = batch[-1][0]
        found = list(PlateRead.objects.filter(id__in=ids[:limit]).order_by("-id"))
    return found, last if len(ids) < limit else None


def _batch(
    rows: QuerySet[PlateRead], before: UUID | None, last: UUID | None
) -> list[tuple[UUID, str]]:
    if before is not None:
        rows = rows.filter(id__lt=before)
    if last is not None:
        rows = rows.filter(id__gte=last)
    return list(rows.order_by("-id").values_list("id", "folded")[:AT_ONCE])


def without_scans() -> AbstractContextManager[None]:
    """Inside, PostgreSQL reads a table from end to end only where there is no other way.

    It would where it misjudges how many rows a text has.
    """
    return _without("enable_seqscan")


def by_beginnings() -> AbstractContextManager[None]:
    """Inside, PostgreSQL goes through the index of texts by what a pattern begins with, and asks no trigrams.

    It misjudges how many rows of the table those would have it read: nearly all.
    """
    return _without("enable_seqscan", "enable_bitmapscan")


def in_order_of_an_index() -> AbstractContextManager[None]:
    """Inside, PostgreSQL takes the first rows of an order from an index that has it, instead of sorting all."""
    return _without("enable_seqscan", "enable_bitmapscan", "enable_sort")


@contextmanager
def _without(*switches: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(f"SET LOCAL {switch} = off" for switch in switches))
        yield
        cursor.execute("; ".join(f"SET LOCAL {switch} = on" for switch in switches))


def estimated(rows: QuerySet[PlateRead]) -> int:
    """How many rows there are, as PostgreSQL's statistics have it: nothing is counted."""
    plan = rows.order_by().values("id").explain(format="json")
    # Where Django sees by itself that there are none, it asks for no plan.
    return int(orjson.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0
