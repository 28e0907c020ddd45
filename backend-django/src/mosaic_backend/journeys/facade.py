"""What other contexts may ask of journeys."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.journeys import bootstrap
from mosaic_backend.journeys.infrastructure import read_traces
from mosaic_contracts.events import PlateCorrected, PlateRead

__all__ = [
    "forget_old",
    "forget_plate",
    "forget_reads",
    "learn_anew",
    "learn_journeys",
    "note_corrections",
    "note_plate_reads",
    "traces_of",
    "under_review",
]


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


def under_review(read_ids: Collection[UUID]) -> set[UUID]:
    """Those of the reads that wait for a reviewer."""
    return read_traces.under_review(read_ids)


def forget_reads(read_ids: Collection[UUID]) -> None:
    """What is kept here of single reads, in the caller's transaction."""
    read_traces.forget_reads(read_ids)


def forget_plate(plate: str, *, but: Collection[UUID]) -> int:
    """What names this folded text, in the caller's transaction; `but`: not of these reads. How many rows."""
    return read_traces.forget_plate(plate, but=but)


def traces_of(plate: str, read_ids: Collection[UUID]) -> dict[str, list[dict[str, Any]]]:
    """What is known here of the folded text and the reads, by kind."""
    return read_traces.traces_of(plate, read_ids)
