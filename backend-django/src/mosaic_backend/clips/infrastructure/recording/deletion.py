"""Takes footage away: first it is said, then the file goes, then its row.

A worker that dies in between leaves rows that say so; the next one goes on from there.
"""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from mosaic_backend.clips.domain.footage import recorded
from mosaic_backend.clips.domain.ledger import Cause, Kind, Stretch
from mosaic_backend.clips.domain.retention import Kept
from mosaic_backend.clips.infrastructure.recording import ledger_store, segment_store
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState
from mosaic_backend.clips.infrastructure.recording.stock import NOT_HELD
from mosaic_platform.logs import get_logger

_MARK = f"""
UPDATE clips_segment AS s SET state = 'leaving'
WHERE s.id = ANY(%s) AND s.state IN ('complete', 'half') AND {NOT_HELD}
RETURNING s.camera_id, s.starts_at, s.ends_at
"""  # noqa: S608 - our own words
_log = get_logger(__name__)


def decide(files: Sequence[Kept], cause: Cause, kind: Kind = "missing") -> int:
    """Marks those that are still nobody's to keep and tells the ledger; how many."""
    with transaction.atomic():
        # Holds are placed under the same lock: none can come between the look and the mark.
        ledger_store.writing_lock(wait=True)
        with connection.cursor() as cursor:
            cursor.execute(_MARK, [[file.id for file in files]])
            marked = cursor.fetchall()
        by_camera: dict[UUID, list[Stretch]] = {}
        for camera_id, starts_at, ends_at in marked:
            by_camera.setdefault(camera_id, []).append(Stretch(starts_at, ends_at, kind, cause))
        for camera_id, gone in by_camera.items():
            gone.sort(key=lambda one: one.start)
            ledger_store.paint(camera_id, gone)
            # Files overlap where the clock went back: what others still show is not gone.
            left = segment_store.footage(camera_id, gone[0].start, gone[-1].end)
            ledger_store.paint(camera_id, recorded(left))
    return len(marked)


def carry_out(root: Path, most: int) -> tuple[int, int]:
    """Deletes what was decided on; how many files are gone, and how many could not be deleted."""
    gone, refused = [], 0
    leaving = Segment.objects.filter(state=SegmentState.LEAVING).order_by("id")[:most]
    for segment_id, camera_id, name in leaving.values_list("id", "camera_id", "name"):
        try:
            (root / str(camera_id) / name).unlink(missing_ok=True)
        except OSError as error:
            refused += 1
            _log.warning("recording_not_deleted", camera_id=str(camera_id), error=str(error))
        else:
            gone.append(segment_id)
    Segment.objects.filter(id__in=gone, state=SegmentState.LEAVING).delete()
    return len(gone), refused
