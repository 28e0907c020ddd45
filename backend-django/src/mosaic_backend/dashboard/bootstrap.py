"""Wires the context."""

from functools import lru_cache

from mosaic_backend.dashboard.application.past_hours import PastHours


@lru_cache
def past_hours() -> PastHours:
    return PastHours()
