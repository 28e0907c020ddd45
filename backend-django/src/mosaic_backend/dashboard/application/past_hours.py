"""The reads of hours that are over, counted once a minute for all who may see the same cameras."""

import time
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime

KEPT_S = 60.0
"""Reads that come late, as after an outage of the broker, are in the hours that are over by then."""
MOST = 1_000

Count = Callable[[Sequence[datetime]], list[int]]
"""The reads of each of the hours, of which the beginnings are given."""


class PastHours:
    """In this process's memory: counting 33,000 reads was most of what a console's look at the dashboard cost."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._kept: dict[Hashable, tuple[float, list[int]]] = {}

    def reads(self, seen_by: Hashable, hours: Sequence[datetime], count: Count) -> list[int]:
        """Of each hour; the last one runs and is counted anew. seen_by: whatever decides which reads count."""
        key = (seen_by, hours[0])
        counted_at, past = self._kept.get(key, (0.0, None))
        if past is None or self._now() - counted_at >= KEPT_S:
            past = count(hours[:-1])
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = (self._now(), past)
        return [*past, *count(hours[-1:])]
