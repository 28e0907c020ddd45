"""What the causes of gaps are taken from."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.clips.domain.causes import Evidence, explained

START = datetime(2026, 11, 20, tzinfo=UTC)


def _at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def _told(seconds: float, evidence: Evidence) -> list[tuple[int, int, str, str]]:
    return [
        (
            round((one.start - START).total_seconds()),
            round((one.end - START).total_seconds()),
            one.kind,
            one.cause,
        )
        for one in explained(START, _at(seconds), evidence)
    ]


ON = [(_at(-1000), "on")]


@pytest.mark.parametrize(
    ("evidence", "cause"),
    [
        (Evidence(), ("missing", "unknown")),
        (Evidence(wishes=ON), ("missing", "unknown")),
        (Evidence(wishes=[(_at(-9), "off")]), ("skipped", "off")),
        (Evidence(wishes=[(_at(-9), "schedule")], died=True), ("skipped", "schedule")),
        (Evidence(wishes=[(_at(-9), "disabled")]), ("skipped", "disabled")),
        (Evidence(wishes=ON, statuses=[(_at(-1), "offline")]), ("missing", "camera-offline")),
        (Evidence(wishes=ON, disk=[(_at(-50), "full")]), ("missing", "disk")),
        (Evidence(wishes=ON, disk=[(_at(-50), "low")]), ("missing", "unknown")),
        (Evidence(wishes=ON, server=[(_at(-1), "down")]), ("missing", "restart")),
        (Evidence(wishes=ON, machine=[(_at(-1), "down")]), ("missing", "restart")),
        (Evidence(wishes=ON, died=True), ("missing", "restart")),
        (Evidence(wishes=ON, went_on=True), ("missing", "overload")),
        (Evidence(wishes=ON, jumped=True, went_on=True), ("missing", "clock")),
        (Evidence(wishes=ON, ended=True), ("missing", "camera-offline")),
    ],
)
def test_explained_then_the_cause_that_was_known(
    evidence: Evidence, cause: tuple[str, str]
) -> None:
    assert _told(40, evidence) == [(0, 40, *cause)]


def test_explained_when_a_long_gap_has_several_causes_then_each_in_its_time() -> None:
    evidence = Evidence(
        wishes=[(_at(-1000), "on"), (_at(300), "off"), (_at(600), "on")],
        statuses=[(_at(3), "offline"), (_at(200), "online")],
        server=[(_at(-9), "up"), (_at(200), "down"), (_at(296), "up")],
    )
    assert _told(630, evidence) == [
        (0, 200, "missing", "camera-offline"),
        (200, 300, "missing", "restart"),
        (300, 600, "skipped", "off"),
        (600, 630, "missing", "starting"),
    ]


TIMELINES = {
    "wishes": ["on", "off", "schedule"],
    "statuses": ["online", "offline"],
    "disk": ["ok", "full"],
    "server": ["up", "down"],
    "machine": ["up", "down"],
}


@given(
    st.fixed_dictionaries(
        {
            name: st.lists(
                st.tuples(st.integers(-50, 250).map(_at), st.sampled_from(states)), max_size=4
            ).map(sorted)
            for name, states in TIMELINES.items()
        }
    ),
    st.booleans(),
    st.booleans(),
)
def test_explained_then_the_whole_gap_is_and_nothing_beside_it(
    timelines: dict[str, list[tuple[datetime, str]]], died: bool, ended: bool
) -> None:
    told = explained(START, _at(200), Evidence(**timelines, died=died, ended=ended))  # type: ignore[arg-type]
    assert (told[0].start, told[-1].end) == (START, _at(200))
    assert all(one.end == two.start and not one.is_like(two) for one, two in pairwise(told))
    assert all(one.kind in {"skipped", "missing"} and one.cause for one in told)
