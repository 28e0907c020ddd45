"""An outbox in front of the one on disk: what the disk does not take waits in memory, and goes first later."""

import asyncio
from collections.abc import Sequence
from threading import Lock
from typing import Protocol
from uuid import UUID

from mosaic_ai.application.keep_room import RoomKeeper
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent, DetectionRecorded, PlateRead
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

MOST_HELD = 5_000
"""Some 20 MB; a busy camera tells a read every few seconds."""
DETECTIONS_UP_TO = 0.9
"""Of the outbox: the rest is for reads."""
TRY_EVERY_S = 1.0
BATCH = 100


class DiskOutbox(Protocol):
    def add(self, events: Sequence[CloudEvent]) -> None:
        """Durable when it returns. Raises UnavailableError."""

    def fill(self) -> float:
        """The share of what it may hold."""


class HeldCounts(Protocol):
    """Where counts go."""

    def held(self, events: int) -> None: ...
    def detections_dropped(self, events: int) -> None: ...
    def reads_lost(self, events: int) -> None: ...


class HeldEvents:
    """Never refuses a read: it is durable when `add` returns, or held and told so. Thread-safe.

    Of a read the newest revision is held. Detections are dropped and counted while there is no room. Beyond
    `MOST_HELD` reads the oldest are lost, as all that are held when the process dies.
    """

    def __init__(self, outbox: DiskOutbox, keeper: RoomKeeper, counts: HeldCounts) -> None:
        self._outbox = outbox
        self._keeper = keeper
        self._counts = counts
        self._held: dict[UUID, CloudEvent] = {}
        self._lost = 0
        self._lock = Lock()

    @property
    def held(self) -> int:
        return len(self._held)

    @property
    def lost(self) -> int:
        """Reads that never came into the outbox."""
        return self._lost

    def add(self, events: Sequence[CloudEvent]) -> None:
        with self._lock:
            kept = self._without_what_has_no_room(events)
            if not kept or (self._flushed() and self._stored(kept)):
                return
            for event in kept:
                self._hold(event)
            self._counts.held(len(self._held))

    def flush(self) -> bool:
        """Tries what is held again; whether nothing is left."""
        with self._lock:
            return self._flushed()

    async def run(self) -> None:
        """Tries again from time to time, until cancelled."""
        while True:
            if self._held:
                await asyncio.to_thread(self.flush)
            await asyncio.sleep(TRY_EVERY_S)

    def close(self) -> None:
        """The last try; what is left is lost, and named."""
        if not self.flush():
            self._lose(list(self._held.values()))

    def _without_what_has_no_room(self, events: Sequence[CloudEvent]) -> list[CloudEvent]:
        short = self._keeper.room.short or self._outbox.fill() > DETECTIONS_UP_TO
        if not (short or self._held):
            return list(events)
        kept = [event for event in events if event.type != DetectionRecorded.TYPE]
        if len(kept) < len(events):
            self._counts.detections_dropped(len(events) - len(kept))
        return kept

    def _flushed(self) -> bool:
        if not self._held:
            return True
        while self._held:
            batch = dict(list(self._held.items())[:BATCH])
            if not self._stored(list(batch.values())):
                break
            for key in batch:
                del self._held[key]
        self._counts.held(len(self._held))
        if self._held:
            return False
        _log.info("outbox_takes_reads_again")
        return True

    def _stored(self, events: Sequence[CloudEvent]) -> bool:
        try:
            self._outbox.add(events)
        except UnavailableError:
            self._keeper.look()
        else:
            return True
        try:
            self._outbox.add(events)
        except UnavailableError as error:
            if not self._held:
                _log.error("reads_held_in_memory", code=error.code, error=error.detail)
            return False
        return True

    def _hold(self, event: CloudEvent) -> None:
        if event.type == DetectionRecorded.TYPE:
            self._counts.detections_dropped(1)
            return
        payload = event.payload()
        key = payload.read_id if isinstance(payload, PlateRead) else event.id
        self._held.pop(key, None)
        self._held[key] = event
        if len(self._held) > MOST_HELD:
            oldest = next(iter(self._held))
            self._lose([self._held.pop(oldest)])

    def _lose(self, events: Sequence[CloudEvent]) -> None:
        self._lost += len(events)
        self._counts.reads_lost(len(events))
        for event in events:
            payload = event.payload()
            told = str(payload.read_id) if isinstance(payload, PlateRead) else None
            _log.error("read_lost", event_id=str(event.id), read_id=told)
