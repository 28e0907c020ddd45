"""Which pictures of a live camera may be taken as new, by the time they say they were captured."""

from datetime import datetime, timedelta

from mosaic_ai.domain.errors import SourceError
from mosaic_contracts.clock import Clock

AHEAD = timedelta(seconds=10)
BEHIND = timedelta(seconds=60)
"""A live picture's time is at most so far from now, slow streams and unequal clocks allowed for."""


class PictureTimes:
    """Of one camera. A picture that may be an old one is never taken for a new one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: datetime | None = None

    def newer(self, captured_at: datetime) -> bool:
        """Whether it is to be looked at. Raises SourceError where its time cannot be that of a live picture.

        After the machine's own clock was set back, the last picture is one of the future and does not count.
        """
        now = self._clock.now()
        if not now - BEHIND <= captured_at <= now + AHEAD:
            away_s = round((captured_at - now).total_seconds())
            raise SourceError(f"the picture's time is {away_s} s away from now", code="clock-wrong")
        if self._last is not None and captured_at <= self._last <= now + AHEAD:
            return False
        self._last = captured_at
        return True
