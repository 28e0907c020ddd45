"""The clock of a sandbox: one recorded day over and over, at a speed of its client's choice.

Times are whole milliseconds since the midnight at which the recorded day began; they only grow, also over a change
of the speed and over the days, so that what is named by them (events, ids, cursors) keeps its place.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from mosaic_contracts.errors import InvalidInputError

DAY_MS = 24 * 3600 * 1000
SLOWEST, FASTEST = 1, 60
USUAL_SPEED, USUAL_START = 10, time(7)
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Replay:
    """At anchor_at (real time) it stood at anchor_ms, and runs `speed` times as fast as real time.

    begins_ms: what was before is not told.
    """

    anchor_at: datetime
    anchor_ms: int
    begins_ms: int
    speed: int

    def elapsed_ms(self, now: datetime) -> int:
        """Where it stands; a clock that was put back holds it."""
        return self.anchor_ms + max(0, (now - self.anchor_at) // _MS) * self.speed

    def at_speed(self, speed: int, now: datetime) -> "Replay":
        """From here on as fast as that. Raises InvalidInputError."""
        if not SLOWEST <= speed <= FASTEST:
            raise InvalidInputError(
                f"the speed is a whole number from {SLOWEST} to {FASTEST}", pointer="/speed"
            )
        return replace(self, anchor_at=now, anchor_ms=self.elapsed_ms(now), speed=speed)

    def begun_at(self, start: time, now: datetime) -> "Replay":
        """Leaps to the next time that the day's clock says `start`, and tells only what comes then."""
        stands, wanted = self.elapsed_ms(now), ms_of(start)
        begins = stands + 1 + (wanted - stands - 1) % DAY_MS
        return replace(self, anchor_at=now, anchor_ms=begins, begins_ms=begins)


def new_replay(now: datetime) -> Replay:
    begins = ms_of(USUAL_START)
    return Replay(anchor_at=now, anchor_ms=begins, begins_ms=begins, speed=USUAL_SPEED)


def ms_of(clock: time) -> int:
    """Of the day."""
    whole = timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)
    return whole // _MS + clock.microsecond // 1000


def clock_of(ms: int) -> time:
    """What the day's clock says; the reverse of `ms_of` for times within a day."""
    seconds, rest = divmod(ms % DAY_MS, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return time(hour, minute, second, rest * 1000)
