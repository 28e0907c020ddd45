"""What other contexts may ask of alerts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from mosaic_backend.alerts import bootstrap
from mosaic_contracts.events import CameraStatus, PlateRead


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    """Raises the alerts of watch lists that the reads match, in the caller's transaction; how many were new."""
    return bootstrap.raise_for_plate_reads(reads, now)


def raise_for_camera_status(event: CameraStatus, now: datetime) -> int:
    """Raises an alert for a camera that went offline, unless that is switched off for it; how many were new.

    In the caller's transaction.
    """
    return bootstrap.raise_for_camera_status(event, now)


def unacknowledged(cameras: Collection[UUID] | None) -> int:
    """How many alerts wait for somebody; `cameras` None: of all."""
    return bootstrap.unacknowledged(None if cameras is None else frozenset(cameras))
