"""How often an address may set the way by a provider in motion, which asks others and writes to the audit log."""

import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from mosaic_platform.logs import get_logger

PER_MINUTE = 60
REDIS_TIMEOUT_S = 0.2
REDIS_AGAIN_AFTER_S = 5.0
_log = get_logger(__name__)


class RequestRates:
    """In Redis for all processes; while it is away each process counts for itself."""

    def __init__(self, redis_url: str, per_minute: int = PER_MINUTE) -> None:
        shared: Storage = RedisStorage(
            redis_url,
            key_prefix="mosaic:sign-in",
            socket_timeout=REDIS_TIMEOUT_S,
            socket_connect_timeout=REDIS_TIMEOUT_S,
        )
        own: Storage = MemoryStorage()
        self._limit = RateLimitItemPerMinute(per_minute)
        self._shared = FixedWindowRateLimiter(shared)
        self._own = FixedWindowRateLimiter(own)
        self._redis_at = 0.0

    def take(self, address: str) -> bool:
        """Counts one request; whether it may go on."""
        if time.monotonic() >= self._redis_at:
            try:
                return self._shared.hit(self._limit, address)
            except (RedisError, OSError) as error:
                self._redis_at = time.monotonic() + REDIS_AGAIN_AFTER_S
                _log.warning("sign_in_rates_without_redis", error=type(error).__name__)
        return self._own.hit(self._limit, address)
