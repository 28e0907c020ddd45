"""How often one viewer may ask for what costs: in memory, for this process."""

from collections import deque

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import MosaicError

REMEMBERED = 10_000


class RateLimitedError(MosaicError):
    """Too many requests of the kind; wait a moment."""

    code = "rate-limited"


class ViewerRates:
    """At most `most` requests of one user in any `within_s` seconds."""

    def __init__(self, clock: Clock, *, most: int, within_s: float = 60.0) -> None:
        self._clock = clock
        self._most = most
        self._within_s = within_s
        self._asked: dict[str, deque[float]] = {}

    def take(self, user_id: str) -> None:
        """Counts one request. Raises RateLimitedError; a refused one does not count."""
        now = self._clock.monotonic()
        asked = self._asked.setdefault(user_id, deque())
        while asked and now - asked[0] >= self._within_s:
            asked.popleft()
        if len(asked) >= self._most:
            raise RateLimitedError
        asked.append(now)
        if len(self._asked) > REMEMBERED:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Drops the users who have not asked lately."""
        self._asked = {
            user_id: asked
            for user_id, asked in self._asked.items()
            if asked and now - asked[-1] < self._within_s
        }
