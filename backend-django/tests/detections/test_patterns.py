import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mosaic_backend.detections.domain.patterns import (
    Match,
    anchored,
    checked_query,
    default_match,
    known_by_beginning,
    like_pattern,
)
from mosaic_contracts.errors import InvalidInputError

PLATES = st.text(alphabet="AB019", min_size=1, max_size=8)


@pytest.mark.parametrize("text", ["", "*", "???", "*?*", "%", "_", "\\", "  ", "🚗", "'", "\x00A"])
@pytest.mark.parametrize("match", list(Match))
def test_checked_query_when_nothing_is_known_then_refused(text: str, match: Match) -> None:
    with pytest.raises(InvalidInputError) as refused:
        checked_query(text, match)
    assert refused.value.pointer == "text"


def test_checked_query_when_too_long_then_refused() -> None:
    with pytest.raises(InvalidInputError):
        checked_query("A" * 10_000, Match.WILDCARD)


def test_checked_query_when_fuzzy_and_two_glyphs_then_refused() -> None:
    with pytest.raises(InvalidInputError):
        checked_query("AB", Match.FUZZY)


@pytest.mark.parametrize(
    ("text", "match"), [("AB?1", Match.WILDCARD), ("*1", Match.WILDCARD), ("AB1", Match.FUZZY)]
)
def test_default_match_then_by_the_wildcards(text: str, match: Match) -> None:
    assert default_match(text) is match


def _like(pattern: str, text: str) -> bool:
    """What PostgreSQL's LIKE does."""
    expression, escaped = "", False
    for char in pattern:
        if escaped:
            expression, escaped = expression + re.escape(char), False
        elif char == "\\":
            escaped = True
        else:
            expression += {"%": ".*", "_": "."}.get(char, re.escape(char))
    return re.fullmatch(expression, text, re.DOTALL) is not None


def _glob(query: str, text: str) -> bool:
    expression = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in query)
    return re.fullmatch(expression, text, re.DOTALL) is not None


@given(st.text(alphabet="AB01*?%_\\", max_size=10), st.text(alphabet="AB01%_\\", max_size=10))
def test_like_pattern_then_matches_what_the_wildcards_match(query: str, text: str) -> None:
    assert _like(like_pattern(query), text) == _glob(query, text)


@given(PLATES, st.data())
def test_wildcard_when_glyphs_are_replaced_by_wildcards_then_still_fits(
    plate: str, data: st.DataObject
) -> None:
    kept = data.draw(st.integers(0, len(plate) - 1))
    query = "".join(
        char if at == kept else data.draw(st.sampled_from([char, "?", "*"]))
        for at, char in enumerate(plate)
    )
    assert _like(like_pattern(checked_query(query, Match.WILDCARD)), plate)


@pytest.mark.parametrize(
    ("pattern", "narrow"),
    [
        ("AB%", True),
        ("%CD", True),
        ("_B12%", True),
        (r"A\_%", True),
        ("A%", False),
        ("_A_9%", False),
        ("A%12%", False),
    ],
)
def test_anchored_then_whether_an_index_of_texts_narrows_it(pattern: str, narrow: bool) -> None:
    assert anchored(pattern) is narrow


@pytest.mark.parametrize(
    ("pattern", "by_beginning"),
    [
        ("AB%", True),
        ("AB%4__", True),
        ("ABC%4", True),
        ("AB%45", False),
        ("AB%456%", False),
        ("A%4__", False),
        ("%AB", False),
    ],
)
def test_known_by_beginning_then_whether_nothing_else_narrows_it(
    pattern: str, by_beginning: bool
) -> None:
    assert known_by_beginning(pattern) is by_beginning
