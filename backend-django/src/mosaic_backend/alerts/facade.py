"""What other contexts may ask of alerts."""

from collections.abc import Collection, Sequence, Set
from datetime import datetime
from uuid import UUID

from mosaic_backend.alerts import bootstrap
from mosaic_backend.alerts.application.alerts import NewAlert
from mosaic_contracts.events import CameraStatus, DetectionRecorded, PlateRead

__all__ = [
    "NewAlert",
    "raise_for_absences",
    "raise_for_administrators",
    "raise_for_camera_status",
    "raise_for_detections",
    "raise_for_plate_reads",
    "reads_on_watch_lists",
    "unacknowledged",
]


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    """Raises the alerts of watch lists that the reads match, in the caller's transaction; how many were new."""
    return bootstrap.raise_for_plate_reads(reads, now)


def raise_for_detections(frames: Sequence[DetectionRecorded], now: datetime) -> int:
    """Raises the alerts that detection rules ask for, in the caller's transaction; how many were new."""
    return bootstrap.raise_for_detections(frames, now)


def raise_for_absences(now: datetime) -> int:
    """Raises the alerts of rules that have seen nothing for too long; how many were new."""
    return bootstrap.raise_for_absences(now)


def raise_for_camera_status(event: CameraStatus, now: datetime) -> int:
    """Raises an alert for a camera that went offline, unless that is switched off for it; how many were new.

    In the caller's transaction.
    """
    return bootstrap.raise_for_camera_status(event, now)


def raise_for_administrators(alert: NewAlert, now: datetime) -> int:
    """Raises an alert that only administrators see, in the caller's transaction; 0: it had been raised."""
    return bootstrap.raise_for_administrators(alert, now)


def reads_on_watch_lists(read_ids: Collection[UUID]) -> set[UUID]:
    """Those of the plate reads for which a watch list raised an alert."""
    return bootstrap.reads_on_watch_lists(read_ids)


def unacknowledged(cameras: Set[UUID] | None, *, administrator: bool = False) -> int:
    """How many alerts wait for somebody; `cameras` None: of all. administrator: those for them alone too."""
    return bootstrap.unacknowledged(cameras, administrator=administrator)
