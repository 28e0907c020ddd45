"""A schedule as people write it: one line an interval, as in `mon-fri, sun 08:00-18:00`."""

import re
from collections.abc import Sequence

from mosaic_backend.cameras.domain.schedule import DAYS, Day, Interval

DAILY = "daily"
_LINE = re.compile(
    r"(?P<days>.+?)\s+(?P<start>\d{1,2}:\d\d)\s*[-\N{EN DASH}]\s*(?P<end>\d{1,2}:\d\d)"
)


def lines_of(intervals: Sequence[Interval]) -> str:
    """What `intervals_from` reads as the same intervals."""
    return "\n".join(
        f"{_days_in_words(interval.days)} {interval.start}-{interval.end}" for interval in intervals
    )


def intervals_from(text: str) -> list[Interval]:
    """Raises ValueError (pydantic's too) with words for the first line that is none."""
    return [_interval(line.strip()) for line in text.splitlines() if line.strip()]


def _interval(line: str) -> Interval:
    found = _LINE.fullmatch(line.lower())
    if found is None:
        raise ValueError(f"“{line[:60]}”: write days and times, as in mon-fri 08:00-18:00")
    days = [day for part in found["days"].split(",") for day in _span(part.strip(), line)]
    try:
        return Interval(days=tuple(days), start=found["start"].zfill(5), end=found["end"].zfill(5))
    except ValueError as error:
        raise ValueError(f"“{line[:60]}”: {_first(error)}") from error


def _first(error: ValueError) -> str:
    """The first thing that pydantic found wrong."""
    found = getattr(error, "errors", lambda **_: [{"msg": str(error)}])(include_url=False)
    return str(found[0]["msg"]).removeprefix("Value error, ")


def _span(part: str, line: str) -> list[Day]:
    if part == DAILY:
        return list(DAYS)
    ends = [name.strip() for name in re.split("[-\N{EN DASH}]", part)]
    numbers = [DAYS.index(name) for name in ends if name in DAYS]
    if len(numbers) != len(ends) or len(ends) > 2:
        raise ValueError(f"“{line[:60]}”: “{part[:20]}” is no day; days are {', '.join(DAYS)}")
    first, last = numbers[0], numbers[-1]
    return [DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)]


def _days_in_words(days: Sequence[Day]) -> str:
    if len(days) == len(DAYS):
        return DAILY
    numbers = sorted(DAYS.index(day) for day in days)
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ", ".join(DAYS[n] for n in run)
        for run in runs
    )
