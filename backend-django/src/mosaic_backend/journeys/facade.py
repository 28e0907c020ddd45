"""What other contexts may ask of journeys."""

from collections.abc import Sequence
from datetime import datetime

from mosaic_backend.journeys import bootstrap
from mosaic_contracts.events import PlateCorrected, PlateRead

__all__ = ["forget_old", "learn_anew", "learn_journeys", "note_corrections", "note_plate_reads"]


def note_plate_reads(reads: Sequence[PlateRead], now: datetime) -> None:
    """Notes new or bettered reads, to be learned from when they have settled; in the caller's transaction."""
    bootstrap.note_reads(reads, now)


def note_corrections(corrections: Sequence[PlateCorrected], now: datetime) -> None:
    """Notes what people say of reads, in the caller's transaction."""
    bootstrap.note_corrections(corrections, now)


def learn_journeys(now: datetime) -> int:
    """Learns from a batch of settled reads. How many."""
    return bootstrap.learn(now)


def learn_anew(since: datetime, now: datetime) -> int:
    """Forgets all travel times and has the worker learn from the stored reads since then. How many."""
    return bootstrap.learn_anew(since, now)


def forget_old(now: datetime) -> int:
    """Takes away what reviewers need not see any more. How many rows."""
    return bootstrap.forget_old(now)
