"""Counts in the database. A batch is stored once, however often it is sent."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from mosaic_backend.partners.domain.usage import Counted, Counts, month_of
from mosaic_backend.partners.infrastructure.models import MeterRow

KEPT = timedelta(days=400)
_METER = (
    "INSERT INTO partners_meterrow (id, sequence, at) VALUES (%s, %s, now())"
    " ON CONFLICT (id) DO UPDATE SET sequence = EXCLUDED.sequence, at = now()"
    " WHERE partners_meterrow.sequence < EXCLUDED.sequence"
)
_USAGE = (
    "INSERT INTO partners_usage AS known (client_id, key_id, endpoint, hour, served, failed, refused)"
    " SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::timestamptz[], %s::bigint[],"
    " %s::bigint[], %s::bigint[])"
    " ON CONFLICT (client_id, hour, key_id, endpoint) DO UPDATE SET"
    " served = known.served + EXCLUDED.served, failed = known.failed + EXCLUDED.failed,"
    " refused = known.refused + EXCLUDED.refused"
)
_MONTH = (
    "INSERT INTO partners_monthusage AS known (client_id, month, requests)"
    " SELECT * FROM unnest(%s::uuid[], %s::date[], %s::bigint[])"
    " ON CONFLICT (client_id, month) DO UPDATE SET requests = known.requests + EXCLUDED.requests"
)
_USED = (
    "UPDATE partners_apikey SET last_used_at = used.at"
    " FROM unnest(%s::uuid[], %s::timestamptz[]) AS used (id, at)"
    " WHERE partners_apikey.id = used.id"
    " AND (last_used_at IS NULL OR last_used_at < used.at)"
)


def store(meter_id: UUID, sequence: int, batch: Mapping[Counted, Counts]) -> bool:
    """Adds a batch; False when this one, or a later one of that meter, had been stored."""
    rows = sorted(batch.items(), key=lambda row: row[0])
    months: dict[tuple[UUID, date], int] = {}
    used: dict[UUID, datetime] = {}
    for of, counts in rows:
        month = (of.client_id, month_of(of.hour))
        months[month] = months.get(month, 0) + counts.served + counts.failed
        if counts.last_at:
            used[of.key_id] = max(counts.last_at, used.get(of.key_id, counts.last_at))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_METER, [meter_id, sequence])
        if not cursor.rowcount:
            return False
        cursor.execute(
            _USAGE,
            [
                [of.client_id for of, _ in rows],
                [of.key_id for of, _ in rows],
                [of.endpoint for of, _ in rows],
                [of.hour for of, _ in rows],
                [counts.served for _, counts in rows],
                [counts.failed for _, counts in rows],
                [counts.refused for _, counts in rows],
            ],
        )
        # Sorted, so that two processes that count the same clients wait for each other instead of deadlocking.
        ordered = sorted(months)
        cursor.execute(
            _MONTH,
            [
                [client for client, _ in ordered],
                [month for _, month in ordered],
                [months[month] for month in ordered],
            ],
        )
        keys = sorted(used)
        cursor.execute(_USED, [keys, [used[key] for key in keys]])
    return True


def forget_old(now: datetime) -> int:
    """Removes counts older than KEPT, and meters of processes that are long gone; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM partners_usage WHERE hour < %s", [now - KEPT])
        removed = int(cursor.rowcount)
    return removed + MeterRow.objects.filter(at__lt=now - timedelta(days=7)).delete()[0]
