"""Takes events out of the Redis stream that are to be heard no more."""

from collections.abc import Callable
from typing import Any

import orjson
from redis import Redis

from mosaic_backend.shared.fanout.entries import STREAM

CHUNK = 500


def forget_events(redis_url: str, is_of: Callable[[dict[str, Any]], bool]) -> int:
    """Those whose data is what `is_of` says; how many. Raises RedisError."""
    forgotten, start = 0, "-"
    with Redis.from_url(redis_url, socket_timeout=5, decode_responses=True) as redis:
        while entries := redis.xrange(STREAM, min=start, count=CHUNK):
            gone = [
                cursor
                for cursor, fields in entries
                if is_of(orjson.loads(fields["event"]).get("data") or {})
            ]
            if gone:
                forgotten += redis.xdel(STREAM, *gone)
            start = f"({entries[-1][0]}"
    return forgotten
