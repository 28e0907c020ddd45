"""Appends committed events to the Redis stream, without ever holding up the one who commits.

A batch whose answer did not come is sent again, and Redis may have had it all the same: each writer numbers its
events, and the script that adds them passes over those it has had from this writer.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from itertools import islice

from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from mosaic_backend.shared.fanout.entries import MAX_LENGTH, STREAM, fields_of
from mosaic_contracts.events import CloudEvent
from mosaic_contracts.ids import new_id
from mosaic_platform.logs import get_logger

WAITING = 5_000
"""Events kept while Redis is away; older ones are dropped, and counted."""
BATCH = 200
RETRY_S = 1.0
REMEMBERED_S = 3_600
"""For how long after its last batch Redis knows a writer's numbers."""

_ADD = """
local had = tonumber(redis.call('GET', KEYS[2]) or '-1')
local number = tonumber(ARGV[3])
for at = 4, #ARGV, 8 do
  if number > had then
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, at, at + 7))
  end
  number = number + 1
end
redis.call('SET', KEYS[2], math.max(had, number - 1), 'EX', ARGV[2])
"""
"""Keys: the stream, the writer. Then its length, REMEMBERED_S, the first event's number, four fields an event."""

_log = get_logger(__name__)
_dropped = Counter("mosaic_fanout_dropped_total", "Events that never reached the screens")


class FanoutWriter:
    """For one event loop. `append` returns at once; `run` does the writing, in order."""

    def __init__(self, redis_url: str) -> None:
        self._redis: Redis = Redis.from_url(
            redis_url, socket_timeout=2, socket_connect_timeout=2, health_check_interval=15
        )
        self._add = self._redis.register_script(_ADD)
        self._key = f"{STREAM}:writer:{new_id()}"
        self._waiting: deque[CloudEvent] = deque(maxlen=WAITING)
        self._appended = 0
        self._awake = asyncio.Event()

    def append(self, events: Sequence[CloudEvent]) -> None:
        _dropped.inc(max(0, len(self._waiting) + len(events) - WAITING))
        self._waiting.extend(events)
        self._appended += len(events)
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
        first = self._number_of_first()
        batch = list(islice(self._waiting, BATCH))
        fields = [part for event in batch for field in fields_of(event).items() for part in field]
        await self._add(keys=[STREAM, self._key], args=[MAX_LENGTH, REMEMBERED_S, first, *fields])
        # Newer events may have pushed some of the batch out meanwhile.
        while self._waiting and self._number_of_first() < first + len(batch):
            self._waiting.popleft()

    def _number_of_first(self) -> int:
        return self._appended - len(self._waiting)
