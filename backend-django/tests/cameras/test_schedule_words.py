"""Schedules as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.cameras.domain.schedule import DAYS, Interval
from mosaic_backend.cameras.domain.schedule_words import intervals_from, lines_of


def interval(days: str, start: str, end: str) -> Interval:
    return Interval.model_validate({"days": days.split(), "start": start, "end": end})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("mon-fri 08:00-18:00", interval("mon tue wed thu fri", "08:00", "18:00")),
        ("Mon, Wed  8:00 – 9:30", interval("mon wed", "08:00", "09:30")),
        ("daily 22:00-06:00", interval(" ".join(DAYS), "22:00", "06:00")),
        ("sat-mon 00:00-24:00", interval("sat sun mon", "00:00", "24:00")),
    ],
)
def test_line_when_written_then_meant(written, meant):
    assert intervals_from(f"\n{written}\n\n") == [meant]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("mon", "write days and times"),
        ("moon 08:00-09:00", "is no day"),
        ("mon-tue-wed 08:00-09:00", "is no day"),
        ("mon 25:00-26:00", "mon 25:00"),
        ("mon 08:00-08:00", "same"),
        ("mon, mon 08:00-09:00", "twice"),
        ("mon 24:00-08:00", "before 24:00"),
    ],
)
def test_line_when_it_is_none_then_told_which(written, told):
    with pytest.raises(ValueError, match=told):
        intervals_from(f"tue 01:00-02:00\n{written}")


clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


@given(st.lists(st.tuples(st.sets(st.sampled_from(DAYS), min_size=1), clock, clock), max_size=8))
def test_lines_when_read_again_then_the_same(given_intervals):
    intervals = [
        Interval(days=tuple(day for day in DAYS if day in days), start=start, end=end)
        for days, start, end in given_intervals
        if start != end
    ]
    assert intervals_from(lines_of(intervals)) == intervals
