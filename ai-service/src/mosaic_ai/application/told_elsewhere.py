"""Plate reads that any worker told and nobody closed yet: what a camera's next worker goes on with."""

from collections.abc import Callable, Sequence
from threading import Lock
from uuid import UUID

from mosaic_ai.application.record_reads import Outbox
from mosaic_contracts.events import CloudEvent, PlateRead

KEPT_S = 120.0


class ToldElsewhere:
    """The newest revision of each read that was told lately, of all workers. Thread-safe."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._reads: dict[UUID, tuple[float, PlateRead]] = {}

    def hear(self, read: PlateRead) -> None:
        now = self._monotonic()
        with self._lock:
            known = self._reads.pop(read.read_id, None)
            if known is not None and _rank(known[1]) > _rank(read):
                read = known[1]
            self._reads[read.read_id] = (now, read)
            for read_id, (at, _) in list(self._reads.items()):
                if now - at <= KEPT_S:
                    break
                del self._reads[read_id]

    def newest(self, read_id: UUID) -> PlateRead | None:
        with self._lock:
            found = self._reads.get(read_id)
        return found[1] if found else None

    def open_of(self, camera_id: UUID) -> list[PlateRead]:
        with self._lock:
            reads = [read for _, read in self._reads.values()]
        return [read for read in reads if read.camera_id == camera_id and not read.final]


class ListeningOutbox:
    """An outbox from which what we tell ourselves is heard at once, not only when RabbitMQ brings it back."""

    def __init__(self, outbox: Outbox, told: ToldElsewhere) -> None:
        self._outbox = outbox
        self._told = told

    def add(self, events: Sequence[CloudEvent]) -> None:
        self._outbox.add(events)
        for event in events:
            if event.type == PlateRead.TYPE:
                read = event.payload()
                if isinstance(read, PlateRead):
                    self._told.hear(read)


def _rank(read: PlateRead) -> tuple[bool, int]:
    return read.final, read.revision
