"""Appends committed events to the Redis stream, without ever holding up the one who commits."""

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import islice

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from mosaic_backend.shared.fanout.entries import MAX_LENGTH, STREAM, fields_of
from mosaic_contracts.events import CloudEvent
from mosaic_platform.logs import get_logger

WAITING = 5_000
"""Events kept while Redis is away; older ones are dropped, and counted."""
BATCH = 200
RETRY_S = 1.0

_log = get_logger(__name__)
_dropped = Counter("mosaic_fanout_dropped_total", "Events that never reached the screens")


class FanoutWriter:
    """For one event loop. `append` returns at once; `run` does the writing, in order."""

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = Redis.from_url(
            redis_url, socket_timeout=2, socket_connect_timeout=2, health_check_interval=15
        )
        self._waiting: deque[CloudEvent] = deque(maxlen=WAITING)
        self._awake = asyncio.Event()

    def append(self, events: Sequence[CloudEvent]) -> None:
        _dropped.inc(max(0, len(self._waiting) + len(events) - WAITING))
        self._waiting.extend(events)
        self._awake.set()

    async def run(self) -> None:
        """Runs until cancelled; Redis failing does not end it."""
        away = False
        try:
            while True:
                await self._awake.wait()
                self._awake.clear()
                while self._waiting:
                    try:
                        await self._write_batch()
                    except (RedisError, OSError) as error:
                        if not away:
                            _log.warning("fanout_lost_redis", error=repr(error))
                        away = True
                        await asyncio.sleep(RETRY_S)
                    else:
                        if away:
                            _log.info("fanout_found_redis")
                        away = False
        finally:
            await self._redis.aclose()

    async def _write_batch(self) -> None:
        batch = list(islice(self._waiting, BATCH))
        async with self._redis.pipeline(transaction=False) as pipeline:
            for event in batch:
                pipeline.xadd(STREAM, fields_of(event), maxlen=MAX_LENGTH, approximate=True)  # type: ignore[arg-type]
            await pipeline.execute()
        # Newer events may have pushed some of the batch out meanwhile.
        for event in batch:
            if self._waiting and self._waiting[0] is event:
                self._waiting.popleft()
