"""Identifiers carry their instant and sort by it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_contracts.clock import ManualClock, SystemClock
from mosaic_contracts.ids import instant_of, new_id

instants = st.datetimes(datetime(1971, 1, 1), datetime(2500, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(instants)
def test_id_when_made_at_an_instant_then_it_tells_it_to_the_millisecond(at: datetime) -> None:
    identifier = new_id(at)
    assert identifier.version == 7
    assert identifier.variant == UUID("01936f00-1a2b-7c3d-8e4f-5a6b7c8d9e0f").variant
    assert abs(instant_of(identifier) - at) <= timedelta(milliseconds=1)


@given(instants, instants)
def test_ids_when_made_more_than_a_millisecond_apart_then_sort_by_time(
    one: datetime, other: datetime
) -> None:
    if abs(one - other) > timedelta(milliseconds=2):
        assert (new_id(one) < new_id(other)) is (one < other)


def test_ids_when_made_one_after_another_then_distinct_and_ascending() -> None:
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert all(identifier.version == 7 for identifier in made)


def test_instant_when_another_uuid_version_then_refused() -> None:
    with pytest.raises(ValueError, match="not a UUIDv7"):
        instant_of(uuid4())


def test_manual_clock_when_advanced_then_both_times_move_together() -> None:
    clock = ManualClock(datetime(2026, 11, 20, tzinfo=UTC))
    before, monotonic = clock.now(), clock.monotonic()
    clock.advance(1.5)
    assert clock.now() - before == timedelta(seconds=1.5)
    assert clock.monotonic() - monotonic == 1.5


def test_system_clock_is_aware_utc_and_its_monotonic_never_steps_back() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    readings = [clock.monotonic() for _ in range(100)]
    assert readings == sorted(readings)
