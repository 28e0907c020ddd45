"""The newest picture of each camera as a JPEG: decoded once, however many people open its tile."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from mosaic_ai.domain.ports import VideoChunk

REMEMBERED = 256


class NewestJpegs:
    """Those who ask for the same picture at the same time share the work; a failure is not kept."""

    def __init__(self, make: Callable[[VideoChunk], Awaitable[bytes]]) -> None:
        self._make = make
        self._kept: OrderedDict[UUID, tuple[datetime, asyncio.Future[bytes]]] = OrderedDict()

    async def of(self, chunk: VideoChunk) -> bytes:
        """Raises what making it raises."""
        known = self._kept.get(chunk.camera_id)
        if known is None or known[0] != chunk.starts_at or _failed(known[1]):
            known = (chunk.starts_at, asyncio.ensure_future(self._make(chunk)))
            self._kept[chunk.camera_id] = known
        self._kept.move_to_end(chunk.camera_id)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        # Whoever gives up waiting does not take it from the others.
        return await asyncio.shield(known[1])


def _failed(made: "asyncio.Future[bytes]") -> bool:
    return made.done() and (made.cancelled() or made.exception() is not None)
