"""What other contexts may ask of alerts."""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.alerts import bootstrap
from mosaic_backend.alerts.application.alerts import NewAlert
from mosaic_backend.alerts.infrastructure import read_traces
from mosaic_backend.alerts.infrastructure.watched_plates import listed_plates
from mosaic_backend.detections.facade import Listed
from mosaic_contracts.events import CameraStatus, DetectionRecorded, PlateRead
from mosaic_contracts.permissions import Principal

__all__ = [
    "NewAlert",
    "forget_plate",
    "forget_reads",
    "plates_on_lists",
    "raise_for_absences",
    "raise_for_administrators",
    "raise_for_camera_status",
    "raise_for_detections",
    "raise_for_plate_reads",
    "reads_on_watch_lists",
    "traces_of",
    "unacknowledged",
    "why_kept",
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


def plates_on_lists(lists: Collection[UUID] | None, principal: Principal, now: datetime) -> Listed:
    """The plates of these watch lists, where list and entry hold now, for a condition of a query; None: of all.

    Raises PermissionDeniedError for who may not see watch lists, NotFoundError for a list that is not there.
    """
    return listed_plates(lists, principal, now)


def unacknowledged(cameras: Set[UUID] | None, *, administrator: bool = False) -> int:
    """How many alerts wait for somebody; `cameras` None: of all. administrator: those for them alone too."""
    return bootstrap.unacknowledged(cameras, administrator=administrator)


def why_kept(reads: Mapping[UUID, Collection[str]], now: datetime) -> dict[UUID, str]:
    """Which of the reads an open alert or a watch list still needs, and which of the two.

    reads: what each says, folded, as it was read and as it was corrected.
    """
    return read_traces.why_kept(reads, now)


def forget_reads(read_ids: Collection[UUID]) -> int:
    """Alerts of the reads name their plates no more, in the caller's transaction."""
    return read_traces.forget_reads(read_ids)


def forget_plate(plate: str, *, but: Collection[UUID]) -> dict[str, int]:
    """Nothing here names this folded text any more, in the caller's transaction; how many of each kind did.

    but: reads of which everything stays.
    """
    return read_traces.forget_plate(plate, but=but)


def traces_of(plate: str, read_ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """What is known here of the folded text and the reads, by kind."""
    return read_traces.traces_of(plate, read_ids)
