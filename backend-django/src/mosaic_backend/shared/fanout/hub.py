"""One reader of the stream for a whole process, and the queues of its sockets."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from mosaic_backend.shared.fanout.entries import STREAM, Entry, entry_of, order_of
from mosaic_platform.logs import get_logger

QUEUE = 1_000
BLOCK_MS = 2_000
PAGE = 200
RETRY_S = 1.0
START = "0-0"

_log = get_logger(__name__)


class Gap:
    """In place of entries that a socket will not get."""


class Listener:
    """A bounded queue of entries. When it overflows, all of it gives way to one gap."""

    def __init__(self, size: int = QUEUE) -> None:
        self._size = size
        self._queue: deque[Entry | Gap] = deque()
        self._awake = asyncio.Event()

    def put(self, item: Entry | Gap) -> None:
        if len(self._queue) >= self._size:
            self._queue.clear()
            self._queue.append(Gap())
        self._queue.append(item)
        self._awake.set()

    async def get(self) -> Entry | Gap:
        while not self._queue:
            self._awake.clear()
            await self._awake.wait()
        return self._queue.popleft()


class FanoutHub:
    """Reads only while somebody listens. For one event loop."""

    def __init__(self, redis_url: str) -> None:
        self._listeners: set[Listener] = set()
        self._reader: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()
        self._redis: Redis = Redis.from_url(
            redis_url,
            decode_responses=True,
            socket_connect_timeout=2,
            socket_timeout=BLOCK_MS / 1000 + 3,
            health_check_interval=15,
        )

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Listener]:
        """A listener that gets every entry from now on; a gap once Redis is back, should it go away."""
        listener = Listener()
        self._listeners.add(listener)
        try:
            if self._reader is None:
                self._settled.clear()
                self._reader = asyncio.create_task(self._read())
            await self._settled.wait()
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._reader is not None:
                reader, self._reader = self._reader, None
                reader.cancel()
                with suppress(asyncio.CancelledError):
                    await reader

    async def newest(self) -> str:
        """The cursor of the newest entry; START when there is none, or none can be had."""
        try:
            return await self._last()
        except (RedisError, OSError):
            return START

    async def since(self, after: str) -> AsyncIterator[Entry | Gap]:
        """What came after the cursor, oldest first; a gap first where the stream no longer holds all of it."""
        try:
            if order_of(after) > order_of(await self._last()):
                yield Gap()
                return
            oldest = await self._redis.xrange(STREAM, count=1)
            if after != START and oldest and order_of(oldest[0][0]) > order_of(after):
                yield Gap()
            while rows := await self._redis.xrange(STREAM, min=f"({after}", count=PAGE):
                for cursor, fields in rows:
                    yield entry_of(cursor, fields)
                    after = cursor
        except (RedisError, OSError):
            yield Gap()

    async def _last(self) -> str:
        rows = await self._redis.xrevrange(STREAM, count=1)
        return str(rows[0][0]) if rows else START

    async def _read(self) -> None:
        """Runs until cancelled. `_settled` is set once entries will no longer be missed, or Redis is away."""
        away = False
        position: str | None = None
        while True:
            try:
                position = position or await self._last()
                self._settled.set()
                answer = await self._redis.xread({STREAM: position}, count=PAGE, block=BLOCK_MS)
            except (RedisError, OSError) as error:
                if not away:
                    _log.warning("fanout_reader_lost_redis", error=repr(error))
                away = True
                self._settled.set()
                await asyncio.sleep(RETRY_S)
                continue
            if away:
                away = False
                self._tell(Gap())
            for _, rows in answer or []:
                for cursor, fields in rows:
                    self._tell(entry_of(cursor, fields))
                    position = cursor

    def _tell(self, item: Entry | Gap) -> None:
        for listener in self._listeners:
            listener.put(item)
