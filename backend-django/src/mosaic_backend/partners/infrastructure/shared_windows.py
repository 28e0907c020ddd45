"""Moving windows in Redis: all limits of a client in one call.

The library `limits`, which counts where Redis is away, would take three calls: a tenth of a request's time.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

import redis
from redis.commands.core import Script
from redis.connection import ConnectionPool
from redis.exceptions import NoScriptError, RedisError

_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer = {1}
for i, key in ipairs(KEYS) do
  local span, limit = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now - span)
  local used = redis.call('ZCARD', key)
  if used >= limit then answer[1] = 0 end
  local oldest = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  answer[2 * i] = limit - used
  answer[2 * i + 1] = (oldest and tonumber(oldest) or now) + span - now
end
if answer[1] == 1 then
  for i, key in ipairs(KEYS) do
    redis.call('ZADD', key, now, ARGV[1])
    redis.call('PEXPIRE', key, ARGV[2 * i])
  end
end
return answer
"""


@dataclass(frozen=True)
class Window:
    """At most `limit` requests in any `span_s` seconds."""

    span_s: int
    limit: int


@dataclass(frozen=True)
class WindowState:
    """remaining: requests that were still free before this one. resets_in_s: until the oldest one leaves."""

    remaining: int
    resets_in_s: float


class Begun:
    """Windows that Redis was asked for; what it says can be fetched later, once, by whoever asked."""

    def __init__(
        self, free: "_Connections", script: Script, keys: list[str], args: list[Any]
    ) -> None:
        self._free, self._script, self._keys, self._args = free, script, keys, args
        self._connection = connection = free.take()
        try:
            connection.send_command("EVALSHA", script.sha, len(keys), *keys, *args)
        except BaseException:
            self._give_back(broken=True)
            raise

    def result(self) -> tuple[bool, list[WindowState]]:
        """Waits for the answer. Raises redis' errors, and ValueError where it was fetched or dropped before."""
        if self._connection is None:
            raise ValueError("the answer was fetched before")
        try:
            answer = self._connection.read_response()
        except NoScriptError:
            self._give_back()
            answer = self._script(keys=self._keys, args=self._args)
        except BaseException:
            self._give_back(broken=True)
            raise
        self._give_back()
        states = [
            WindowState(max(0, answer[place]), answer[place + 1] / 1000)
            for place in range(1, len(answer), 2)
        ]
        return bool(answer[0]), states

    def drop(self) -> None:
        """The answer is not wanted, or was fetched: nothing stays behind."""
        if self._connection is not None:
            self._give_back(broken=True)

    def _give_back(self, *, broken: bool = False) -> None:
        """broken: an answer may be on its way that nobody will read."""
        connection, self._connection = self._connection, None
        if connection is not None:
            if broken:
                connection.disconnect()
            self._free.give_back(connection)


class _Connections:
    """One that is kept for each thread; the pool's, which cost more to come by, where a thread needs more."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool
        self._kept = threading.local()

    def take(self) -> Any:  # redis-py leaves connections untyped
        """Raises redis' errors."""
        kept: Any = self._kept.__dict__.pop("free", None)
        if kept is None:
            return self._pool.get_connection()
        try:
            is_clean = not kept.can_read()
        except (RedisError, OSError):
            is_clean = False
        if is_clean:
            return kept
        # Redis closed it, or said something that nobody asked for: the pool knows how to open it anew.
        kept.disconnect()
        self._pool.release(kept)
        return self._pool.get_connection()

    def give_back(self, connection: Any) -> None:
        if "free" in self._kept.__dict__:
            self._pool.release(connection)
        else:
            self._kept.free = connection


class SharedWindows:
    """Raises redis' errors."""

    def __init__(self, redis_url: str, *, prefix: str, timeout_s: float) -> None:
        self._redis = redis.Redis.from_url(
            redis_url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s
        )
        self._connections = _Connections(self._redis.connection_pool)
        self._script = self._redis.register_script(_SCRIPT)
        self._prefix = prefix
        self._process = uuid4().hex
        self._number = count()

    def begin(self, name: str, windows: Sequence[Window]) -> Begun:
        """Counts one request in all windows where all have room for it, else in none."""
        keys = [f"{self._prefix}:{{{name}}}:{window.span_s}" for window in windows]
        asked = [number for window in windows for number in (window.span_s * 1000, window.limit)]
        request = f"{self._process}:{next(self._number)}"
        return Begun(self._connections, self._script, keys, [request, *asked])
