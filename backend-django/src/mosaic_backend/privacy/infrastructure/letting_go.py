"""What a batch of plate reads needs to stay, and how it goes, over all contexts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from mosaic_backend.alerts import facade as alerts
from mosaic_backend.clips import facade as clips
from mosaic_backend.detections import facade as detections
from mosaic_backend.detections.facade import PlateRecord, StoredRead
from mosaic_backend.journeys import facade as journeys

REVIEW = "review"


def why_kept(reads: Sequence[StoredRead], now: datetime) -> dict[UUID, str]:
    """Which of the reads something needs, and what; the strongest cause where there are several.

    In the caller's transaction, until whose end no legal hold and no evidence package is made.
    """
    ids = [read.id for read in reads]
    return {
        **dict.fromkeys(journeys.under_review(ids), REVIEW),
        **alerts.why_kept({read.id: read.plates for read in reads}, now),
        **clips.why_kept([passage_of(read) for read in reads]),
    }


def passage_of(read: StoredRead | PlateRecord) -> clips.Passage:
    return clips.Passage(read.id, read.camera_id, read.first_seen_at, read.last_seen_at)


def let_go(read_ids: Sequence[UUID], now: datetime) -> int:
    """In the caller's transaction; how many were there. Pictures go after it: facade of detections."""
    if not read_ids:
        return 0
    gone = detections.forget_reads(read_ids, now)
    journeys.forget_reads(read_ids)
    alerts.forget_reads(read_ids)
    return len(gone)
