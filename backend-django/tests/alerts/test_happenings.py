"""What rules make of pictures, without a database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mosaic_backend.alerts.domain.detection_rules import (
    Anchor,
    DetectionRule,
    Direction,
    RuleKind,
    SeenFrame,
    SeenObject,
    faults,
)
from mosaic_backend.alerts.domain.happenings import LATE, Happening, absence, happenings
from mosaic_backend.alerts.domain.rule_memory import MOST_TRACKS, RuleMemory
from mosaic_contracts.ids import new_id

START = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CAMERA = new_id()
LEFT_HALF = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
UPRIGHT = ((0.5, 0.0), (0.5, 1.0))
"""Walked downwards: its left is the picture's right half."""
A, B, C = (UUID(int=number) for number in (1, 2, 3))
Sight = tuple[float, float, UUID | None]
"""Second, x of the centre, track."""
MEMORY = TypeAdapter(RuleMemory)


def rule(kind: RuleKind, **changes: Any) -> DetectionRule:
    fields: dict[str, Any] = {
        "id": UUID(int=9),
        "name": "R",
        "severity": "warning",
        "camera_id": CAMERA,
        "kind": kind,
    }
    if kind is RuleKind.LINE:
        fields["line"] = UPRIGHT
    else:
        fields |= {"zone": "gate", "polygon": LEFT_HALF}
    return DetectionRule(**(fields | changes))


def thing(x: float, track: UUID | None, label: str = "person", confidence: float = 0.8) -> Any:
    return SeenObject(new_id(), label, confidence, (x - 0.05, 0.4, 0.1, 0.2), track)


def frame(second: float, *objects: SeenObject) -> SeenFrame:
    return SeenFrame(CAMERA, START + timedelta(seconds=second), objects)


def told(
    of: DetectionRule, sights: Sequence[Sight], *, memory: RuleMemory | None = None
) -> list[Happening]:
    """One frame for each sight, the memory stored and read between them, as over a restart."""
    memory, found = memory or RuleMemory(), []
    for second, x, track in sights:
        found += happenings(of, memory, frame(second, thing(x, track)), watching=True)
        kept = MEMORY.validate_json(MEMORY.dump_json(memory))
        assert kept == memory
        memory = kept
    return found


def test_zone_when_a_track_comes_and_comes_back_then_told_once() -> None:
    sights = [(0, 0.7, A), (1, 0.4, A), (2, 0.3, A), (9, 0.9, A), (20, 0.2, A), (21, 0.22, B)]
    found = told(rule(RuleKind.ZONE), sights)
    # B begins where A stood a moment before: the AI lost and found it again.
    assert [(each.at - START).seconds for each in found] == [1]
    assert found[0].key == f"rule:{UUID(int=9)}:{A}"


def test_zone_when_another_thing_comes_at_another_place_then_told_too() -> None:
    found = told(rule(RuleKind.ZONE), [(0, 0.1, A), (1, 0.4, B), (2, 0.4, None)])
    assert len({each.key for each in found}) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 1),
        ({"labels": frozenset({"car"})}, 0),
        ({"labels": frozenset({"car", "person"})}, 1),
        ({"min_confidence": 0.81}, 0),
        ({"polygon": None, "zone": ""}, 1),
        ({"polygon": ((0.0, 0.55), (1.0, 0.55), (1.0, 1.0), (0.0, 1.0))}, 0),
        (
            {
                "polygon": ((0.0, 0.55), (1.0, 0.55), (1.0, 1.0), (0.0, 1.0)),
                "anchor": Anchor.FOOT,
            },
            1,
        ),
    ],
)
def test_zone_when_the_thing_is_another_or_elsewhere_then_not_told(
    changes: dict[str, Any], expected: int
) -> None:
    assert len(told(rule(RuleKind.ZONE, **changes), [(0, 0.3, A)])) == expected


def test_zone_when_not_wanted_yet_then_told_when_it_is() -> None:
    memory, of = RuleMemory(), rule(RuleKind.ZONE)
    assert happenings(of, memory, frame(0, thing(0.3, A)), watching=False) == []
    assert len(happenings(of, memory, frame(1, thing(0.3, A)), watching=True)) == 1


@pytest.mark.parametrize(
    ("direction", "sides"),
    [
        (Direction.EITHER, ["left", "right"]),
        (Direction.LEFT, ["left"]),
        (Direction.RIGHT, ["right"]),
    ],
)
def test_line_when_crossed_both_ways_then_told_of_the_wanted_ones(
    direction: Direction, sides: list[str]
) -> None:
    sights = [(0, 0.3, A), (1, 0.7, A), (2, 0.8, A), (3, 0.2, A)]
    found = told(rule(RuleKind.LINE, direction=direction), sights)
    assert [each.side for each in found] == sides


def test_line_when_a_thing_trembles_on_it_then_one_key_for_each_side() -> None:
    sights = [(n, 0.49 if n % 2 else 0.51, A) for n in range(20)]
    found = told(rule(RuleKind.LINE), sights)
    assert len({each.key for each in found}) == 2


def test_line_when_tracks_differ_or_lie_far_apart_then_not_crossed() -> None:
    assert told(rule(RuleKind.LINE), [(0, 0.3, A), (1, 0.7, B), (2, 0.3, None)]) == []
    assert told(rule(RuleKind.LINE), [(0, 0.3, A), (11, 0.7, A)]) == []


def test_loitering_then_told_once_it_lasted_and_never_again() -> None:
    of = rule(RuleKind.LOITERING, seconds=10)
    found = told(of, [(n, 0.3, A) for n in range(40)])
    assert [each.lasted_s for each in found] == [10]
    assert told(of, [(n, 0.3, A) for n in range(10)]) == []


def test_loitering_when_outside_for_a_moment_then_goes_on_and_for_longer_begins_anew() -> None:
    of = rule(RuleKind.LOITERING, seconds=10)
    moment = [(0, 0.3, A), (5, 0.3, A), (6, 0.6, A), (7, 0.3, A), (11, 0.3, A)]
    assert len(told(of, moment)) == 1
    longer = [(0, 0.3, A), (5, 0.6, A), (9, 0.6, A), (10, 0.3, A), (19, 0.3, A)]
    assert told(of, longer) == []
    assert [each.lasted_s for each in told(of, [*longer, (20, 0.3, A)])] == [10]


def test_loitering_when_it_stood_still_and_got_another_track_then_it_goes_on() -> None:
    """The AI tells of what moves, and follows nothing for longer than 4 s."""
    of = rule(RuleKind.LOITERING, seconds=60)
    found = told(of, [(0, 0.3, A), (2, 0.3, A), (90, 0.32, B), (91, 0.32, B)])
    assert [(each.key, each.lasted_s) for each in found] == [(f"rule:{of.id}:{A}", 90)]
    assert told(of, [(0, 0.3, A), (90, 0.1, B)]) == []  # another place
    assert told(of, [(0, 0.3, A), (700, 0.3, B)]) == []  # too long ago


def test_count_when_above_then_told_once_until_it_was_calm() -> None:
    of, memory = rule(RuleKind.COUNT, above=2), RuleMemory()

    def at(second: float, number: int) -> list[int | None]:
        objects = [thing(0.1 + n / 100, UUID(int=100 + n)) for n in range(number)]
        found = happenings(of, memory, frame(second, *objects, thing(0.9, C)), watching=True)
        return [each.number for each in found]

    assert at(0, 2) == []
    assert at(1, 3) == [3]
    assert at(2, 4) == []
    assert at(10, 1) == []  # the others were seen too long ago
    assert at(11, 3) == []  # the same crowd
    assert at(40, 3) == [3]


def test_count_when_things_have_no_track_then_those_of_the_picture() -> None:
    of, memory = rule(RuleKind.COUNT, above=2), RuleMemory()
    pairs = [frame(n, thing(0.1, None), thing(0.2, None)) for n in range(3)]
    assert not list(chain(*(happenings(of, memory, one, watching=True) for one in pairs)))
    three = frame(4, *(thing(n / 10, None) for n in (1, 2, 3)))
    assert len(happenings(of, memory, three, watching=True)) == 1


def test_absence_then_told_once_and_again_after_it_was_seen() -> None:
    of, memory = rule(RuleKind.ABSENCE, seconds=60), RuleMemory()

    def look(second: float, *, watching: bool = True) -> int | None:
        found = absence(of, memory, START + timedelta(seconds=second), watching=watching)
        return found.lasted_s if found else None

    late = int(LATE.total_seconds())
    assert look(0) is None  # from now on
    assert look(60) is None
    assert look(60 + late) == 60 + late
    assert look(200) is None
    happenings(of, memory, frame(210, thing(0.3, A)), watching=True)
    happenings(of, memory, frame(205, thing(0.3, A)), watching=True)  # late
    happenings(of, memory, frame(220, thing(0.9, A)), watching=True)  # elsewhere
    assert look(270) is None
    assert look(280) == 70
    assert look(300, watching=False) is None  # blind
    assert look(400) is None  # sees again
    assert look(470) == 70


@given(
    st.permutations([(n, x, track) for n in range(6) for x, track in ((0.2, A), (0.3, B))]),
    st.sampled_from([RuleKind.ZONE, RuleKind.LOITERING, RuleKind.LINE, RuleKind.COUNT]),
)
def test_pictures_when_out_of_order_and_repeated_then_nothing_is_told_twice(
    sights: list[Sight], kind: RuleKind
) -> None:
    extra = {RuleKind.LOITERING: {"seconds": 2}, RuleKind.COUNT: {"above": 1}}
    of, memory = rule(kind, **extra.get(kind, {})), RuleMemory()
    found = [*told(of, [*sights, *sights], memory=memory)]
    keys = [each.key for each in found]
    assert len(keys) == len(set(keys))
    most = {RuleKind.ZONE: 2, RuleKind.LOITERING: 2, RuleKind.LINE: 0, RuleKind.COUNT: 1}
    assert len(keys) <= most[kind]


@given(st.permutations([(float(n), 0.2 if n < 4 else 0.8, A) for n in range(8)]))
def test_line_when_pictures_are_out_of_order_then_one_key_at_most(sights: list[Sight]) -> None:
    assert len({each.key for each in told(rule(RuleKind.LINE), sights)}) <= 1


def test_memory_when_many_tracks_come_then_bounded() -> None:
    of, memory = rule(RuleKind.LINE), RuleMemory()
    for second in range(3):
        crowd = [thing(0.3, UUID(int=second * 1000 + n)) for n in range(300)]
        happenings(of, memory, frame(second, *crowd), watching=True)
    assert len(memory.tracks) == MOST_TRACKS
    happenings(of, memory, frame(2000, thing(0.3, A)), watching=True)
    assert list(memory.tracks) == [A]


NO = {"zone": "", "line": None, "direction": "either", "seconds": None, "above": None}


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"kind": "object-in-zone", "zone": "gate"}, None),
        ({"kind": "object-in-zone"}, None),
        ({"kind": "object-in-zone", "zone": "moon"}, "zone"),
        ({"kind": "object-in-zone", "seconds": 3}, "seconds"),
        ({"kind": "object-in-zone", "line": [0, 0, 1, 1]}, "line"),
        ({"kind": "object-in-zone", "direction": "left"}, "direction"),
        ({"kind": "line-crossing", "line": [0, 0, 1, 1], "direction": "left"}, None),
        ({"kind": "line-crossing"}, "line"),
        ({"kind": "line-crossing", "line": [0, 0, 0, 0.001]}, "line"),
        ({"kind": "line-crossing", "line": [0, 0, 1, float("nan")]}, "line"),
        ({"kind": "line-crossing", "line": [0, 0, 1, 1], "zone": "gate"}, "zone"),
        ({"kind": "loitering", "seconds": 10}, None),
        ({"kind": "loitering"}, "seconds"),
        ({"kind": "count-above", "above": 3}, None),
        ({"kind": "count-above"}, "above"),
        ({"kind": "absence", "seconds": 10, "above": 1}, "above"),
        ({"kind": "absence", "seconds": 100_000}, "seconds"),
    ],
)
def test_faults_then_by_field(wish: dict[str, Any], field: str | None) -> None:
    assert list(faults(NO | wish, {"gate"})) == ([field] if field else [])
