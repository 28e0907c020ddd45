"""What is seen right now, for those who listen."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.application.look_at_frame import Look
from mosaic_ai.domain.frames import Frame
from mosaic_contracts.events import PlateRead

BUFFERED = 8


class Prediction(NamedTuple):
    """One look at one camera, and the reads that it led to."""

    camera_id: UUID
    look: Look
    reads: list[PlateRead]


class Predictions:
    """Hands looks to listeners; one that does not keep up misses the oldest. For one event loop."""

    def __init__(self, looked_at: Callable[[Frame], None] = lambda _: None) -> None:
        """`looked_at` is told of each picture that was wholly looked at."""
        self._looked_at = looked_at
        self._queues: dict[UUID, set[asyncio.Queue[Prediction]]] = {}
        self._observers: list[Callable[[Prediction], None]] = []

    def observe(self, observer: Callable[[Prediction], None]) -> None:
        """From now on it is told of every look at every camera; it must return at once and raise nothing."""
        self._observers.append(observer)

    def publish(self, prediction: Prediction) -> None:
        if not prediction.look.between:
            self._looked_at(prediction.look.frame)
        for observer in self._observers:
            observer(prediction)
        for queue in self._queues.get(prediction.camera_id, ()):
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(prediction)

    @contextmanager
    def listening(self, camera_id: UUID) -> Iterator[asyncio.Queue[Prediction]]:
        queue: asyncio.Queue[Prediction] = asyncio.Queue(BUFFERED)
        listeners = self._queues.setdefault(camera_id, set())
        listeners.add(queue)
        try:
            yield queue
        finally:
            listeners.discard(queue)
            if not listeners:
                self._queues.pop(camera_id, None)
