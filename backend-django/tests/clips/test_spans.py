from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.clips.domain.spans import JOIN, Span, joined, within
from mosaic_backend.shared.http.ranged_file import wanted_range

START = datetime(2026, 11, 20, tzinfo=UTC)
SPANS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(1, 50)).map(
        lambda pair: Span(
            START + timedelta(seconds=pair[0]), START + timedelta(seconds=pair[0] + pair[1])
        )
    )
)


@given(SPANS)
def test_joined_then_ordered_apart_and_nothing_is_lost(spans: list[Span]) -> None:
    out = joined(spans)
    assert all(other.start - one.end > JOIN for one, other in pairwise(out))
    assert all(any(o.start <= s.start and s.end <= o.end for o in out) for s in spans)
    assert joined(out) == out


@given(SPANS, st.integers(0, 1000), st.integers(1, 100))
def test_within_then_inside_the_wish(spans: list[Span], start: int, length: int) -> None:
    wish = Span(START + timedelta(seconds=start), START + timedelta(seconds=start + length))
    assert all(wish.start <= s.start < s.end <= wish.end for s in within(joined(spans), wish))


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, None),
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=-", None),
    ],
)
def test_wanted_range_then_as_the_standard_says(
    header: str | None, wanted: tuple[int, int] | None
) -> None:
    assert wanted_range(header, 100) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=5-4", "bytes=-0"])
def test_wanted_range_when_the_file_does_not_have_it_then_refused(header: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        wanted_range(header, 100)
