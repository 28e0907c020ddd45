"""The sandbox's clock and its recorded day: what is said once keeps its place."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.partners.domain.recorded_day import Moment, Series
from mosaic_backend.partners.domain.recorded_events import event_at
from mosaic_backend.partners.domain.replay import (
    DAY_MS,
    FASTEST,
    SLOWEST,
    Replay,
    clock_of,
    ms_of,
    new_replay,
)
from mosaic_backend.partners.infrastructure.recorded_files import recorded_day
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.ids import instant_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
speeds = st.integers(SLOWEST, FASTEST)
waits = st.integers(0, 10**9)
clocks = st.times().map(lambda clock: clock.replace(microsecond=clock.microsecond // 1000 * 1000))
elapsed = st.integers(0, 400 * DAY_MS)


def later(ms: int) -> datetime:
    return NOW + timedelta(milliseconds=ms)


@given(st.lists(st.tuples(waits, speeds), max_size=8))
def test_clock_when_the_speed_is_changed_then_it_goes_on_where_it_stood(
    changes: list[tuple[int, int]],
) -> None:
    replay, at, expected = new_replay(NOW), 0, new_replay(NOW).begins_ms
    for wait, speed in changes:
        at += wait
        expected += wait * replay.speed
        replay = replay.at_speed(speed, later(at))
        assert replay.elapsed_ms(later(at)) == expected
    assert replay.elapsed_ms(later(at - 10_000)) == expected  # a clock that was put back


@given(clocks, waits, speeds)
def test_clock_when_begun_anew_then_at_the_next_such_time_and_never_before(
    start: time, wait: int, speed: int
) -> None:
    replay = new_replay(NOW).at_speed(speed, NOW)
    stood = replay.elapsed_ms(later(wait))
    begun = replay.begun_at(start, later(wait))
    assert stood < begun.begins_ms <= stood + DAY_MS
    assert begun.elapsed_ms(later(wait)) == begun.begins_ms
    assert clock_of(begun.begins_ms) == start
    assert ms_of(start) == begun.begins_ms % DAY_MS
    assert begun.speed == speed


@given(st.integers().filter(lambda speed: not SLOWEST <= speed <= FASTEST))
def test_speed_when_out_of_range_then_refused(speed: int) -> None:
    with pytest.raises(InvalidInputError):
        Replay(NOW, 0, 0, 1).at_speed(speed, NOW)


@given(elapsed)
def test_positions_when_time_goes_on_then_each_moment_is_told_once_and_in_order(ms: int) -> None:
    series = recorded_day().all
    told = series.told_by(ms)
    assert series.told_before(ms) <= told <= series.told_by(ms + 1)
    if told:
        day, moment = series.at(told)
        assert day * DAY_MS + moment.ms <= ms
    day, moment = series.at(told + 1)
    assert day * DAY_MS + moment.ms > ms
    assert [series.at(each) for each in (told + 2, told + 1)] == list(
        series.back(told + 1, told + 2)
    )


def test_series_when_nothing_is_told_then_no_position() -> None:
    series = Series([Moment(5, recorded_day().all.moments[0].kind, 5, 0)])
    assert [series.told_by(ms) for ms in (0, 4, 5, DAY_MS, DAY_MS + 5)] == [0, 0, 1, 1, 2]
    assert [series.told_before(ms) for ms in (0, 5, 6, DAY_MS + 6)] == [0, 0, 1, 2]


def test_events_when_two_days_are_told_then_valid_each_named_once_and_by_its_time() -> None:
    day = recorded_day()
    count = len(day.all.moments)
    events = [event_at(day, *day.all.at(position)) for position in range(1, 2 * count + 1)]
    assert [event.time for event in events] == sorted(event.time for event in events)
    assert len({event.id for event in events}) == 2 * count
    for event in events:
        assert event.type == event.payload().TYPE
        assert instant_of(event.id) == event.time.replace(
            microsecond=event.time.microsecond // 1000 * 1000
        )
    again = [event_at(day, *day.all.at(position)) for position in range(1, 50)]
    assert again == events[:49]


def test_day_when_told_then_all_kinds_are_in_it() -> None:
    kinds = {event_at(recorded_day(), 0, moment).type for moment in recorded_day().all.moments}
    assert kinds == {
        "mosaic.stream.state.v1",
        "mosaic.camera.status.v1",
        "mosaic.detection.recorded.v1",
        "mosaic.plate.read.v1",
        "mosaic.clip.ready.v1",
        "mosaic.alert.raised.v1",
    }
