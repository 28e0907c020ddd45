from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.clips.domain.footage import Footage, recorded
from mosaic_backend.clips.domain.ledger import Stretch, holes, painted

START = datetime(2026, 11, 20, tzinfo=UTC)
STREAM = UUID(int=1)


def _at(second: float) -> datetime:
    return START + timedelta(seconds=second)


STRETCHES = st.lists(
    st.builds(
        lambda start, length, told: Stretch(_at(start), _at(start + length), *told),
        st.integers(0, 60),
        st.integers(1, 30),
        st.sampled_from(
            [("recorded", ""), ("missing", "disk"), ("missing", "unknown"), ("skipped", "off")]
        ),
    ),
    max_size=12,
)


@given(STRETCHES)
def test_painted_then_the_last_coat_shows_and_stretches_are_few(coats: list[Stretch]) -> None:
    told: list[Stretch] = []
    for coat in coats:
        told = painted(told, coat)
    for second in range(100):
        over = [coat for coat in coats if coat.start <= _at(second) < coat.end]
        shown = [one for one in told if one.start <= _at(second) < one.end]
        assert len(shown) == (1 if over else 0)
        assert not over or shown[0].is_like(over[-1])
    assert all(one.start < one.end for one in told)
    assert all(one.end < two.start or not one.is_like(two) for one, two in pairwise(told))


@given(STRETCHES)
def test_holes_then_exactly_what_no_stretch_covers(coats: list[Stretch]) -> None:
    told: list[Stretch] = []
    for coat in coats:
        told = painted(told, coat)
    found = holes(told, _at(5), _at(80))
    for second in range(100):
        covered = any(one.start <= _at(second) < one.end for one in told)
        in_hole = any(start <= _at(second) < end for start, end in found)
        assert in_hole == (5 <= second < 80 and not covered)


def _file(start: float, end: float, number: int = 0, stream: UUID | None = None) -> Footage:
    return Footage(_at(start), _at(end), stream, number)


def test_recorded_when_files_follow_each_other_then_one_stretch() -> None:
    found = recorded(
        [_file(0, 60, 0, STREAM), _file(61.5, 120, 1, STREAM), _file(120.9, 180), _file(182, 190)]
    )
    assert [(one.start, one.end) for one in found] == [(_at(0), _at(180)), (_at(182), _at(190))]


def test_recorded_when_the_clock_went_back_then_nothing_is_lost_or_twice() -> None:
    found = recorded([_file(0, 60), _file(10, 20), _file(55, 70)])
    assert [(one.start, one.end) for one in found] == [(_at(0), _at(70))]
