"""The ledger as JSON, written by the database: a month of 16 cameras may have 20,000 spans."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

# One scan of the index by camera, in order. Where the ledger has a hole (a span ends before the next one begins),
# nothing is known. Instants are written as PostgreSQL does, of which the space becomes a T at the end: nothing
# else in the text has one.
_NEAR = """
SELECT starts_at, ends_at, kind, cause, lead(starts_at) OVER beside AS next{joins}
FROM clips_span
WHERE camera_id = asked.camera_id AND starts_at < %(end)s AND ends_at > %(start)s
    AND starts_at >= COALESCE((
        SELECT starts_at FROM clips_span
        WHERE camera_id = asked.camera_id AND starts_at <= %(start)s
        ORDER BY starts_at DESC LIMIT 1
    ), %(start)s)
WINDOW beside AS (ORDER BY starts_at)"""
_JOINS = """, ends_at - starts_at < %(shortest)s AND (
    COALESCE(lead(ends_at - starts_at) OVER beside < %(shortest)s
        AND lead(starts_at) OVER beside = ends_at, false)
    OR COALESCE(lag(ends_at - starts_at) OVER beside < %(shortest)s
        AND lag(ends_at) OVER beside = starts_at, false)
) AS joins"""
_HOLES = "SELECT ends_at, next, 'missing', 'unknown', '' FROM near WHERE next > ends_at"
_IN_FULL = f"""
shown AS (
    SELECT starts_at, ends_at, kind, cause, '' AS parts FROM near UNION ALL {_HOLES}
)"""  # noqa: S608 - our own words
_AT_A_RESOLUTION = f"""
joining AS (
    SELECT near.*, starts_at IS DISTINCT FROM lag(ends_at) OVER (ORDER BY starts_at) AS begins
    FROM near WHERE joins
), numbered AS (
    SELECT joining.*, count(*) FILTER (WHERE begins) OVER (ORDER BY starts_at) AS run FROM joining
), parts AS (
    SELECT run, kind, cause, min(starts_at) AS starts_at, max(ends_at) AS ends_at,
        sum(LEAST(ends_at, %(end)s) - GREATEST(starts_at, %(start)s)) AS length
    FROM numbered GROUP BY 1, 2, 3
), shown AS (
    SELECT starts_at, ends_at, kind, cause, '' AS parts FROM near WHERE NOT joins
    UNION ALL {_HOLES}
    UNION ALL
    SELECT min(starts_at), max(ends_at), 'mixed', '', ',"parts":[' || string_agg(
            '{{"kind":"' || kind || '","cause":"' || cause || '","seconds":'
            || round(extract(epoch FROM length), 3) || '}}', ',' ORDER BY length DESC, kind, cause
        ) || ']'
    FROM parts GROUP BY run
)"""  # noqa: S608 - our own words
_WRITTEN = """
SELECT asked.camera_id, written.spans FROM unnest(%(cameras)s::uuid[]) AS asked(camera_id)
CROSS JOIN LATERAL (
    WITH near AS ({near}), {shown}
    SELECT '[' || replace(string_agg(
        '{{"from":"' || GREATEST(starts_at, %(start)s) AT TIME ZONE 'UTC'
        || 'Z","to":"' || LEAST(ends_at, %(end)s) AT TIME ZONE 'UTC'
        || 'Z","kind":"' || kind || '","cause":"' || cause || '"' || parts || '}}',
        ',' ORDER BY starts_at
    ), ' ', 'T') || ']' AS spans FROM shown
) AS written"""
IN_FULL = _WRITTEN.format(near=_NEAR.format(joins=""), shown=_IN_FULL)
AT_A_RESOLUTION = _WRITTEN.format(near=_NEAR.format(joins=_JOINS), shown=_AT_A_RESOLUTION)


def written_timelines(
    cameras: Sequence[UUID], start: datetime, end: datetime, resolution: timedelta | None
) -> dict[UUID, str]:
    """By camera a JSON array of spans that follow each other from start to end, none where nothing is known.

    resolution: neighbours that are shorter are told as one span `mixed`, with how long each state of it lasted.
    """
    asked: dict[str, Any] = {
        "cameras": list(cameras),
        "start": start,
        "end": end,
        "shortest": resolution,
    }
    with connection.cursor() as cursor:
        cursor.execute(IN_FULL if resolution is None else AT_A_RESOLUTION, asked)
        return {camera: spans or "[]" for camera, spans in cursor.fetchall()}
