"""The files that show a camera at a time, from the index in the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState

_BETWEEN = """
(SELECT name, starts_at, ends_at, state FROM clips_segment
 WHERE camera_id = %s AND starts_at <= %s AND state <> 'leaving'
 ORDER BY starts_at DESC LIMIT 1)
UNION ALL
(SELECT name, starts_at, ends_at, state FROM clips_segment
 WHERE camera_id = %s AND starts_at > %s AND starts_at < %s AND state <> 'leaving')
ORDER BY starts_at
"""


@dataclass(frozen=True)
class PlayableFile:
    name: str
    starts_at: datetime
    ends_at: datetime
    grows: bool


def files_between(camera_id: UUID, start: datetime, end: datetime) -> list[PlayableFile]:
    """In order; the first may end before the start, and one that grows goes further than the index knows."""
    with connection.cursor() as cursor:
        cursor.execute(_BETWEEN, [camera_id, start, camera_id, start, end])
        return [
            PlayableFile(name, starts_at, ends_at, state == SegmentState.GROWING)
            for name, starts_at, ends_at, state in cursor.fetchall()
        ]


def is_indexed(camera_id: UUID, name: str) -> bool:
    """Whether it is a file that may be given out."""
    rows = Segment.objects.filter(camera_id=camera_id, name=name)
    return rows.exclude(state=SegmentState.LEAVING).exists()


def has_recordings(camera_id: UUID) -> bool:
    return Segment.objects.filter(camera_id=camera_id).exists()
