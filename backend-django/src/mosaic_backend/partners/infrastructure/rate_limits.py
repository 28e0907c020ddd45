"""Requests a second and a minute: moving windows in Redis, or in this process while Redis is away.

Without Redis nobody is locked out and nobody is let through without end: each process then counts for itself.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from limits import RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from prometheus_client import Counter
from redis.exceptions import RedisError

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.infrastructure.shared_windows import (
    Begun,
    SharedWindows,
    Window,
    WindowState,
)
from mosaic_platform.logs import get_logger

REDIS_TIMEOUT_S = 0.2
REDIS_AGAIN_AFTER_S = 5.0
_log = get_logger(__name__)
_without_redis = Counter(
    "mosaic_partner_limits_without_redis_total", "Requests whose limits were counted by one process"
)


@dataclass(frozen=True)
class Verdict:
    """limit, remaining, reset_s: of the minute, or of the second where that is what refuses."""

    allowed: bool
    limit: int
    remaining: int
    reset_s: int


@dataclass(frozen=True)
class Taking:
    """A request of a client, of which Redis was asked. Whoever began it takes it or drops it."""

    client: Client
    windows: Begun

    def drop(self) -> None:
        self.windows.drop()


class RateLimits:
    def __init__(self, redis_url: str) -> None:
        self._shared = SharedWindows(redis_url, prefix="mosaic:partner", timeout_s=REDIS_TIMEOUT_S)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._redis_at = 0.0

    def begin(self, client: Client) -> Taking | None:
        """Asks for one request of the client without waiting for the answer; None while Redis is away."""
        if time.monotonic() < self._redis_at:
            return None
        limits = client.limits
        windows = [Window(1, limits.per_second), Window(60, limits.per_minute)]
        try:
            return Taking(client, self._shared.begin(str(client.id), windows))
        except (RedisError, OSError) as error:
            self._lost(error)
            return None

    def take(self, client: Client, begun: Taking | None = None) -> Verdict:
        """Counts one request of the client, if it may. begun: what was asked of Redis for this request."""
        if begun is None or (begun.client.id, begun.client.limits) != (client.id, client.limits):
            begun = self.begin(client)
        if begun is not None:
            try:
                return _verdict(client, *begun.windows.result())
            except (RedisError, OSError) as error:
                self._lost(error)
        _without_redis.inc()
        return _take_own(self._own, client)

    def _lost(self, error: Exception) -> None:
        self._redis_at = time.monotonic() + REDIS_AGAIN_AFTER_S
        _log.warning("partner_limits_without_redis", error=type(error).__name__)


def _verdict(client: Client, allowed: bool, windows: Sequence[WindowState]) -> Verdict:
    limits = client.limits
    second, minute = windows
    reset_s = max(1, ceil(minute.resets_in_s))
    if allowed:
        return Verdict(True, limits.per_minute, minute.remaining - 1, reset_s)
    if minute.remaining:
        return Verdict(False, limits.per_second, 0, max(1, ceil(second.resets_in_s)))
    return Verdict(False, limits.per_minute, 0, reset_s)


def _take_own(limiter: MovingWindowRateLimiter, client: Client) -> Verdict:
    name = str(client.id)
    limits = client.limits
    minute = RateLimitItemPerMinute(limits.per_minute)
    second = RateLimitItemPerSecond(limits.per_second)
    if not limiter.hit(second, name):
        return Verdict(False, limits.per_second, 0, 1)
    allowed = limiter.hit(minute, name)
    resets_at, remaining = limiter.get_window_stats(minute, name)
    return Verdict(
        allowed,
        limits.per_minute,
        max(0, remaining) if allowed else 0,
        max(1, ceil(resets_at - time.time())),
    )
