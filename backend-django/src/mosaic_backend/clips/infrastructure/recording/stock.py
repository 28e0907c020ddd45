"""What is stored, and what of it may go, read from the index."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from mosaic_backend.cameras.facade import retention_days
from mosaic_backend.clips.domain.retention import Kept, Limits
from mosaic_backend.clips.infrastructure.recording.retention_models import RecordingLimit

NOT_HELD = """
NOT EXISTS (
    SELECT 1 FROM clips_legalhold AS h
    WHERE h.camera_id = s.camera_id AND h.released_at IS NULL
      AND h.starts_at < GREATEST(s.ends_at, s.starts_at + interval '1 second')
      AND h.ends_at > s.starts_at
)
"""
_MAY_GO = f"s.state IN ('complete', 'half') AND {NOT_HELD}"
_FIELDS = "s.id, s.camera_id, s.starts_at, s.ends_at, s.bytes + s.overhead_bytes"
_EXPIRED = f"""
SELECT {_FIELDS} FROM unnest(%s::uuid[], %s::timestamptz[]) AS asked(camera_id, cutoff)
CROSS JOIN LATERAL (
    SELECT * FROM clips_segment AS s
    WHERE s.camera_id = asked.camera_id AND s.starts_at < asked.cutoff
      AND s.ends_at < asked.cutoff AND {_MAY_GO}
    ORDER BY s.starts_at LIMIT %s
) AS s
"""  # noqa: S608 - our own words
_OLDEST = f"""
SELECT {_FIELDS} FROM clips_segment AS s
WHERE (%s::uuid[] IS NULL OR s.camera_id = ANY(%s::uuid[])) AND {_MAY_GO}
ORDER BY s.starts_at, s.id LIMIT %s
"""  # noqa: S608 - our own words
_OLDEST_HOURS = f"""
SELECT min(s.id), s.camera_id, min(s.starts_at), max(s.ends_at),
    sum(s.bytes + s.overhead_bytes)::bigint, count(*)
FROM clips_segment AS s WHERE {_MAY_GO}
GROUP BY s.camera_id, date_trunc('hour', s.starts_at) ORDER BY 3, 1
"""  # noqa: S608 - our own words
MOST_SINGLE = 50_000
"""More files than that are simulated by the hour: a month of sixteen cameras has 691,000."""
_BYTES = (
    "SELECT camera_id, sum(bytes + overhead_bytes)::bigint FROM clips_segment"
    " WHERE state <> 'leaving' {} GROUP BY 1"
)


def limits() -> Limits:
    rows = dict(RecordingLimit.objects.values_list("camera_id", "max_bytes"))
    of_all = rows.pop(None, None)
    of_cameras = {camera: most for camera, most in rows.items() if camera is not None}
    return Limits(retention_days(), of_cameras, of_all)


def expired(cutoffs: Mapping[UUID, datetime], most: int) -> list[Kept]:
    """At most so many of each camera."""
    with connection.cursor() as cursor:
        cursor.execute(_EXPIRED, [list(cutoffs), list(cutoffs.values()), most])
        return [Kept(*row) for row in cursor.fetchall()]


def oldest(cameras: Collection[UUID] | None, most: int | None) -> Iterator[Kept]:
    """What may go, oldest first; cameras None: of all."""
    asked = None if cameras is None else list(cameras)
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST, [asked, asked, most])
        while rows := cursor.fetchmany(5000):
            yield from (Kept(*row) for row in rows)


def oldest_for_simulation() -> list[Kept]:
    """All that may go, oldest first; by the hour where there are very many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM clips_segment")
        if cursor.fetchone()[0] <= MOST_SINGLE:
            return list(oldest(None, None))
        cursor.execute(_OLDEST_HOURS)
        return [Kept(*row) for row in cursor.fetchall()]


def bytes_by_camera() -> dict[UUID, int]:
    """Held ones too."""
    with connection.cursor() as cursor:
        cursor.execute(_BYTES.format(""))
        return dict(cursor.fetchall())


def bytes_since(at: datetime) -> dict[UUID, int]:
    """Of what began from then on, by camera."""
    with connection.cursor() as cursor:
        cursor.execute(_BYTES.format("AND starts_at >= %s"), [at])
        return dict(cursor.fetchall())
