"""What is seen right now, for those who listen."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.application.look_at_frame import Look
from mosaic_contracts.events import PlateRead

BUFFERED = 8


class Prediction(NamedTuple):
    """One look at one camera, and the reads that it led to."""

    camera_id: UUID
    look: Look
    reads: list[PlateRead]


class Predictions:
    """Hands looks to listeners; one that does not keep up misses the oldest. For one event loop.

    noted: called with every one, whoever listens.
    """

    def __init__(self, noted: Callable[[Prediction], None] = lambda _: None) -> None:
        self._noted = noted
        self._queues: dict[UUID, set[asyncio.Queue[Prediction]]] = {}

    def publish(self, prediction: Prediction) -> None:
        self._noted(prediction)
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
