"""The flap filter itself, without a database."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.cameras.domain.status import Holds, Status, Transition, observe, settle

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOLDS = Holds()
STATES = ("online", "idle", "error", "connecting", "disabled")

histories = st.lists(
    st.tuples(st.sampled_from(STATES), st.integers(1, 40)), min_size=1, max_size=30
)


def second(count: float) -> datetime:
    return START + timedelta(seconds=count)


def played(
    history: list[tuple[str, int]], looks: frozenset[int] = frozenset()
) -> tuple[Status, list[Transition]]:
    """Takes in a history of states, each with the seconds it lasted, settling also at the seconds of `looks`."""
    status, told, clock = Status(), [], 0
    for state, lasted in history:
        status, passed = observe(status, state, None, second(clock), HOLDS)
        told += passed
        for at in range(clock, clock + lasted):
            if at in looks:
                status, passed = settle(status, second(at), HOLDS)
                told += passed
        clock += lasted
    status, passed = settle(status, second(clock), HOLDS)
    return status, told + passed


def names(history: list[tuple[str, int]]) -> list[tuple[str, float]]:
    return [(one.name, (one.since - START).total_seconds()) for one in played(history)[1]]


def test_status_when_bad_for_less_than_the_hold_then_nothing_happens():
    assert names([("online", 60), ("error", 14), ("online", 60)]) == [("online", 0)]


def test_status_when_bad_for_the_hold_then_offline_since_it_began():
    assert names([("online", 60), ("error", 15)]) == [("online", 0), ("offline", 60)]


def test_status_when_retried_in_between_then_still_offline_since_it_began():
    history = [("online", 60), ("error", 5), ("connecting", 5), ("error", 5)]
    assert names(history) == [("online", 0), ("offline", 60)]


def test_status_when_offline_and_good_for_a_moment_then_still_offline():
    history = [("error", 30), ("online", 4), ("error", 30), ("idle", 5)]
    assert names(history) == [("offline", 0), ("online", 64)]


def test_status_when_an_outage_is_heard_of_after_it_ended_then_it_is_told():
    status, _ = observe(Status(), "online", None, second(0), HOLDS)
    status, told = observe(status, "error", "timeout", second(60), HOLDS)
    assert [one.name for one in told] == ["online"]
    status, told = observe(status, "online", None, second(120), HOLDS)
    assert told == [Transition("offline", second(60), "timeout", second(0))]


def test_status_when_disabled_then_at_once_and_begins_anew_later():
    history = [("error", 20), ("disabled", 1), ("error", 14), ("disabled", 5), ("online", 5)]
    assert names(history) == [("offline", 0), ("disabled", 20), ("online", 40)]


@given(histories, st.frozensets(st.integers(0, 1200)))
def test_transitions_when_workers_look_at_other_moments_then_the_same(history, looks):
    assert played(history, looks) == played(history)


@given(histories)
def test_transitions_when_any_history_then_they_alternate_and_lasted(history):
    _, told = played(history)
    for before, after in pairwise(told):
        assert before.name != after.name
        assert before.since < after.since
        assert after.previous_since == before.since


@given(histories)
def test_status_when_it_lasted_long_enough_at_the_end_then_it_is_what_streaming_says(history):
    status, _ = played([*history, ("error", 15)])
    assert status.name == "offline"
    status, _ = played([*history, ("online", 5)])
    assert status.name == "online"
