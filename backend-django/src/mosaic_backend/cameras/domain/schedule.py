"""Weekly times at which something is to be done, by the clock on the wall of a site."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)
MAX_INTERVALS = 64
_CLOCK = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"

ClockTime = Annotated[str, Field(pattern=_CLOCK)]


class Interval(BaseModel):
    """From one time of the day to another, `start` counted in and `end` not.

    An end that is not after the start lies on the next day: 22:00 to 06:00 on Friday ends on Saturday.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: tuple[Day, ...] = Field(min_length=1, max_length=7)
    start: ClockTime
    end: ClockTime

    @model_validator(mode="after")
    def _one_meaning(self) -> "Interval":
        if self.start == "24:00":
            raise ValueError("an interval starts before 24:00")
        if self.start == self.end:
            raise ValueError("start and end are the same; a whole day is 00:00 to 24:00")
        if len(set(self.days)) != len(self.days):
            raise ValueError("a day is there twice")
        return self

    def contains(self, day: int, minute: int) -> bool:
        """day: 0 is Monday; minute: of the day."""
        start, end = _minute(self.start), _minute(self.end)
        if start < end:
            return DAYS[day] in self.days and start <= minute < end
        begun_today = DAYS[day] in self.days and minute >= start
        begun_yesterday = DAYS[day - 1] in self.days and minute < end
        return begun_today or begun_yesterday


Intervals = Annotated[list[Interval], Field(max_length=MAX_INTERVALS)]
_INTERVALS: TypeAdapter[list[Interval]] = TypeAdapter(Intervals)


def intervals_of(given: object) -> list[Interval]:
    """JSON as intervals. Raises pydantic.ValidationError."""
    return _INTERVALS.validate_python(given)


def is_active(intervals: Sequence[Interval], at: datetime, zone: ZoneInfo) -> bool:
    """Whether an instant (aware) lies in one of the intervals; no interval at all means never.

    Goes by what the wall clock shows: the hour that a change of clocks skips never comes, and one that it repeats
    counts both times.
    """
    local = at.astimezone(zone)
    minute = local.hour * 60 + local.minute
    return any(interval.contains(local.weekday(), minute) for interval in intervals)


def _minute(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


def is_time_zone(name: str) -> bool:
    """Whether a name is one of the time zone database's, as in Europe/Berlin."""
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}", name):
        return False
    try:
        ZoneInfo(name)
    except (
        OSError,
        ValueError,
        KeyError,
    ):  # a folder of the database, a name that is no file, none such
        return False
    return True
