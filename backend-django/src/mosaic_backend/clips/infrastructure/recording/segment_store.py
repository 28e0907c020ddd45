"""The index of the files in the database."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from mosaic_backend.clips.domain.footage import Footage
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState

_GROW = """
UPDATE clips_segment AS s SET ends_at = told.ends_at, bytes = told.bytes, state = told.state
FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::bigint[], %s::text[])
    AS told(camera_id, name, ends_at, bytes, state)
WHERE s.camera_id = told.camera_id AND s.name = told.name AND s.state = 'growing'
"""
_AROUND = """
(SELECT starts_at, ends_at, stream, number FROM clips_segment
 WHERE camera_id = %s AND starts_at < %s AND state <> 'leaving' AND ends_at > starts_at
 ORDER BY starts_at DESC LIMIT 1)
UNION ALL
(SELECT starts_at, ends_at, stream, number FROM clips_segment
 WHERE camera_id = %s AND starts_at BETWEEN %s AND %s AND state <> 'leaving' AND ends_at > starts_at)
UNION ALL
(SELECT starts_at, ends_at, stream, number FROM clips_segment
 WHERE camera_id = %s AND starts_at > %s AND state <> 'leaving' AND ends_at > starts_at
 ORDER BY starts_at LIMIT 1)
ORDER BY starts_at
"""


@dataclass(frozen=True)
class Growth:
    """How far a file has come; state as in SegmentState."""

    camera_id: UUID
    name: str
    ends_at: datetime
    bytes: int
    state: str


def put(segments: Sequence[Segment]) -> None:
    """Takes in files that the index does not have."""
    Segment.objects.bulk_create(segments, ignore_conflicts=True)


def grow(growths: Sequence[Growth]) -> None:
    """Of files that are known and growing."""
    if not growths:
        return
    columns = zip(
        *((g.camera_id, g.name, g.ends_at, g.bytes, g.state) for g in growths), strict=True
    )
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [list(column) for column in columns])


def footage(camera_id: UUID, first: datetime, last: datetime) -> list[Footage]:
    """Of the files that begin from first to last, and of one neighbour on either side; in order."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [camera_id, first, camera_id, first, last, camera_id, last])
        return [Footage(*row) for row in cursor.fetchall()]


def names(camera_id: UUID) -> set[str]:
    """Of all files that the index has of a camera."""
    rows = Segment.objects.filter(camera_id=camera_id).values_list("name", flat=True)
    return set(rows.iterator(chunk_size=10_000))


def growing(camera_id: UUID) -> list[tuple[str, datetime, datetime]]:
    """Name, start and end, as far as it was known, of the files that grew when somebody looked last."""
    rows = Segment.objects.filter(camera_id=camera_id, state=SegmentState.GROWING)
    return list(rows.order_by("starts_at").values_list("name", "starts_at", "ends_at"))


def known(camera_id: UUID, some: Collection[str]) -> set[str]:
    """Those of the names that the index has."""
    rows = Segment.objects.filter(camera_id=camera_id, name__in=some)
    return set(rows.values_list("name", flat=True))
