"""How much an API client may ask."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Requests a second, a minute and a calendar month (UTC); per_month None: without end."""

    per_second: int
    per_minute: int
    per_month: int | None
