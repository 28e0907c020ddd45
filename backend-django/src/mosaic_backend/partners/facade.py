"""What the processes of the backend do for partners."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from mosaic_backend.partners import bootstrap
from mosaic_backend.partners.infrastructure import feed_writer, kong, read_traces, usage_store
from mosaic_backend.partners.infrastructure.delivery import Deliverer
from mosaic_backend.partners.infrastructure.streams import end_streams
from mosaic_contracts.events import CloudEvent

__all__ = ["end_streams"]


def store_usage() -> None:
    """Stores what was counted and not yet stored, at the end of a process."""
    bootstrap.meter().close()


def append_to_feed(events: Sequence[CloudEvent], now: datetime) -> None:
    """Last in the caller's transaction; what is not for partners is left out."""
    feed_writer.append(events, now)


def push_to_kong(now: datetime) -> int:
    """Gives Kong its configuration where it changed. Raises UnavailableError."""
    return kong.push(now)


def deliverer() -> Deliverer:
    """Carries the feed to webhooks; runs until cancelled."""
    return bootstrap.deliverer()


def forget_old(now: datetime) -> int:
    """Removes what is kept no longer: events of the feed, counts; how many rows."""
    return feed_writer.prune(now) + usage_store.forget_old(now)


def events_of(read_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What the feed still has of these plate reads."""
    return read_traces.events_of(read_ids)


def forget_reads(read_ids: Collection[UUID]) -> int:
    """Partners are told of these plate reads no more, in the caller's transaction; how many events."""
    return read_traces.forget_reads(read_ids)
