"""Keeps the partitions: ranges of the UUIDv7 key, one a calendar month (plates) or a week (detections).

A row whose instant has no partition lands in the DEFAULT one; when its partition is made, such rows move.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.db import connection, transaction
from psycopg import sql

from mosaic_backend.detections.domain.instants import first_id_at

AHEAD = timedelta(days=45)
BEHIND = timedelta(days=1)
PENDING_KB = 256


@dataclass(frozen=True)
class Span:
    """Half open, UTC midnights."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Table:
    name: str
    width: Literal["month", "week"]

    def span_of(self, instant: datetime) -> Span:
        day = instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        if self.width == "month":
            start = day.replace(day=1)
            end = (start + timedelta(days=32)).replace(day=1)
        else:
            start = day - timedelta(days=day.weekday())
            end = start + timedelta(days=7)
        return Span(f"{self.name}_{start:%Y%m%d}", start, end)

    def spans(self, start: datetime, end: datetime) -> Iterator[Span]:
        instant = start
        while instant < end:
            span = self.span_of(instant)
            yield span
            instant = span.end


TABLES = (Table("detections_detection", "week"), Table("detections_plateread", "month"))


def keep_partitions(now: datetime) -> list[str]:
    """Makes the partitions that will be needed soon; the names of those that are new. Safe to call any time."""
    made = [
        span.name
        for table in TABLES
        for span in table.spans(now - BEHIND, now + AHEAD)
        if _make(table, span)
    ]
    tune_indexes()
    return made


def tune_indexes() -> None:
    """Bounds what waits to be merged into a GIN index of plate reads: every search reads that through.

    PostgreSQL's 4 MB are some ten thousand reads; safe to call any time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " JOIN pg_am a ON a.oid = c.relam JOIN pg_inherits h ON h.inhrelid = i.indrelid"
            " WHERE h.inhparent = 'detections_plateread'::regclass AND a.amname = 'gin'"
            " AND NOT coalesce(c.reloptions::text LIKE '%%gin_pending_list_limit%%', false)"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER INDEX {name} SET (gin_pending_list_limit = {PENDING_KB})")


def _make(table: Table, span: Span) -> bool:
    parent, child = sql.Identifier(table.name), sql.Identifier(span.name)
    default = sql.Identifier(f"{table.name}_default")
    bounds = [str(first_id_at(span.start)), str(first_id_at(span.end))]
    low, high = (sql.Literal(bound) for bound in bounds)
    with transaction.atomic(), connection.cursor() as cursor:
        # Two keepers at once would both see the partition missing.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('mosaic-partitions'))")
        cursor.execute("SELECT to_regclass(%s)", [span.name])
        if cursor.fetchone()[0] is not None:
            return False
        for statement in (
            sql.SQL("CREATE TABLE {child} (LIKE {parent} INCLUDING ALL)"),
            sql.SQL(
                "WITH moved AS (DELETE FROM {default} WHERE id >= {low} AND id < {high} RETURNING *)"
                " INSERT INTO {child} SELECT * FROM moved"
            ),
            sql.SQL(
                "ALTER TABLE {parent} ATTACH PARTITION {child} FOR VALUES FROM ({low}) TO ({high})"
            ),
        ):
            cursor.execute(
                statement.format(parent=parent, child=child, default=default, low=low, high=high)
            )
    return True
