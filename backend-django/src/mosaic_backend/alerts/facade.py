"""What other contexts may ask of alerts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from mosaic_backend.alerts import bootstrap
from mosaic_contracts.events import PlateRead


def raise_for_plate_reads(reads: Sequence[PlateRead], now: datetime) -> int:
    """Raises the alerts of watch lists that the reads match, in the caller's transaction; how many were new."""
    return bootstrap.raise_for_plate_reads(reads, now)


def raise_for_outages(now: datetime) -> int:
    """Raises an alert for each camera that has been in error for a minute; how many were new."""
    return bootstrap.raise_for_outages(now)


def unacknowledged(cameras: Collection[UUID] | None) -> int:
    """How many alerts wait for somebody; `cameras` None: of all."""
    return bootstrap.unacknowledged(None if cameras is None else frozenset(cameras))
