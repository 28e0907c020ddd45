"""What other contexts may ask of detections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateFilters
from mosaic_backend.detections.bootstrap import plate_index
from mosaic_backend.detections.domain.confusion import skeleton
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.infrastructure import counts, partitions, store
from mosaic_contracts.events import DetectionRecorded, PlateRead

__all__ = [
    "PlateView",
    "fold",
    "keep_partitions",
    "reads_per_hour",
    "recent_reads",
    "skeleton",
    "store_detections",
    "store_plate_reads",
]


@dataclass(frozen=True)
class PlateView:
    id: UUID
    camera_id: UUID
    text: str
    confidence: float
    seen_at: datetime


def store_detections(frames: Sequence[DetectionRecorded]) -> None:
    """Stores each detection once. Raises InvalidInputError for what breaks the contract."""
    store.store_detections(frames)


def store_plate_reads(reads: Sequence[PlateRead]) -> set[UUID]:
    """Keeps the highest revision; the ids that are new or bettered. Raises InvalidInputError."""
    return store.store_plate_reads(reads)


def recent_reads(cameras: frozenset[UUID] | None, limit: int) -> list[PlateView]:
    """Newest first; `cameras` None: of all."""
    return [
        PlateView(read.id, read.camera_id, read.text, read.confidence, read.seen_at)
        for read in plate_index().newest(PlateFilters(cameras), None, limit)
    ]


def reads_per_hour(cameras: frozenset[UUID] | None, since: datetime) -> list[tuple[datetime, int]]:
    """(start of the hour, reads) for the hours since then that have any, oldest first."""
    return counts.reads_per_hour(cameras, since)


def keep_partitions(now: datetime) -> list[str]:
    return partitions.keep_partitions(now)
