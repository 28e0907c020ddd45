from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.cameras.domain.schedule import (
    DAYS,
    Interval,
    intervals_of,
    is_active,
    is_time_zone,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def interval(days: str, start: str, end: str) -> Interval:
    return Interval(days=tuple(days.split()), start=start, end=end)


def active_minutes(intervals: list[Interval], day: datetime, hours: int) -> int:
    """By real minutes from an instant on."""
    return sum(
        is_active(intervals, day + timedelta(minutes=minute), BERLIN)
        for minute in range(hours * 60)
    )


def test_interval_when_within_a_day_then_start_counts_and_end_does_not():
    office = [interval("mon", "08:00", "18:00")]
    monday = datetime(2026, 11, 16, tzinfo=BERLIN)
    assert is_active(office, monday.replace(hour=8), BERLIN)
    assert not is_active(office, monday.replace(hour=7, minute=59), BERLIN)
    assert is_active(office, monday.replace(hour=17, minute=59), BERLIN)
    assert not is_active(office, monday.replace(hour=18), BERLIN)
    assert not is_active(office, monday.replace(hour=8) + timedelta(days=1), BERLIN)


def test_interval_when_over_midnight_then_it_ends_on_the_next_day():
    night = [interval("sun", "22:00", "06:00")]
    sunday = datetime(2026, 11, 15, tzinfo=BERLIN)
    assert is_active(night, sunday.replace(hour=23), BERLIN)
    assert is_active(night, sunday.replace(hour=5) + timedelta(days=1), BERLIN)
    assert not is_active(night, sunday.replace(hour=5), BERLIN)


def test_whole_day_when_clocks_change_then_23_or_25_hours():
    whole = [interval("sun", "00:00", "24:00")]
    spring = datetime(2026, 3, 29, tzinfo=BERLIN).astimezone(UTC)
    autumn = datetime(2026, 10, 25, tzinfo=BERLIN).astimezone(UTC)
    assert active_minutes(whole, spring - timedelta(hours=3), 30) == 23 * 60
    assert active_minutes(whole, autumn - timedelta(hours=3), 31) == 25 * 60


def test_hour_when_skipped_never_comes_and_when_repeated_counts_twice():
    odd = [interval("sun", "02:00", "03:00")]
    assert active_minutes(odd, datetime(2026, 3, 28, 22, tzinfo=UTC), 24) == 0
    assert active_minutes(odd, datetime(2026, 10, 24, 22, tzinfo=UTC), 24) == 120
    begins_in_the_gap = [interval("sun", "02:30", "04:00")]
    assert active_minutes(begins_in_the_gap, datetime(2026, 3, 28, 22, tzinfo=UTC), 24) == 60


@given(
    st.integers(0, 365 * 1440).map(lambda minute: NEW_YEAR + timedelta(minutes=minute)),
    st.integers(0, 1439),
    st.integers(0, 1440),
)
def test_interval_and_its_complement_when_every_day_then_exactly_one_is_active(at, start, end):
    def clock(minute: int) -> str:
        return f"{minute // 60:02}:{minute % 60:02}"

    if start == end or (start, end) == (0, 1440) or end in {0, 1440}:
        return
    every_day = " ".join(DAYS)
    one = is_active([interval(every_day, clock(start), clock(end))], at, BERLIN)
    other = is_active([interval(every_day, clock(end), clock(start))], at, BERLIN)
    assert one != other


@pytest.mark.parametrize(
    "bad",
    [
        {"days": [], "start": "08:00", "end": "09:00"},
        {"days": ["mon", "mon"], "start": "08:00", "end": "09:00"},
        {"days": ["mon"], "start": "08:00", "end": "08:00"},
        {"days": ["mon"], "start": "24:00", "end": "08:00"},
        {"days": ["mon"], "start": "8:00", "end": "09:00"},
        {"days": ["mon"], "start": "08:00", "end": "24:01"},
        {"days": ["monday"], "start": "08:00", "end": "09:00"},
        {"days": ["mon"], "start": "08:00", "end": "09:00", "zone": "UTC"},
    ],
)
def test_interval_when_it_makes_no_sense_then_refused(bad):
    with pytest.raises(pydantic.ValidationError):
        intervals_of([bad])


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Berlin", True),
        ("UTC", True),
        ("Etc/GMT+5", True),
        ("Mars/Olympus", False),
        ("../../etc/passwd", False),
        ("", False),
        ("Europe", False),
        ("/etc/localtime", False),
    ],
)
def test_time_zone_when_named_then_known_or_not(name, known):
    assert is_time_zone(name) is known
