"""Query parameters and cursors: any text is a value of its kind or refused with its name, and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from mosaic_backend.detections.application import cursors
from mosaic_backend.detections.application.search_plates import Position
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import MAX_LIMIT, limit_of
from mosaic_backend.shared.http.query_values import (
    id_from,
    instant_from,
    share_from,
    span_from,
    text_from,
)
from mosaic_contracts.errors import InvalidInputError

NEAR_VALUES = st.one_of(
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.uuids().map(str),
    st.datetimes(timezones=st.just(UTC)).map(str),
    st.datetimes().map(lambda at: at.isoformat() + "+23:59"),
    st.sampled_from(["", "nan", "inf", "-0", "1e-400", "0001-01-01T00:00:00+14:00", "²", "１"]),
)


def asked(**query: str) -> Request:
    return Request(APIRequestFactory().get("/", query))


@given(NEAR_VALUES)
@pytest.mark.parametrize(
    ("read", "fits"),
    [
        (lambda request: id_from(request, "x"), lambda value: isinstance(value, UUID)),
        (lambda request: instant_from(request, "x"), lambda value: value.tzinfo is UTC),
        (lambda request: share_from(request, "x"), lambda value: 0.0 <= value <= 1.0),
        (lambda request: text_from(request, "x"), lambda value: "\x00" not in value),
    ],
    ids=["id", "instant", "share", "text"],
)
def test_value_when_any_text_is_given_then_of_its_kind_or_refused_with_its_name(
    read: Callable[[Request], Any], fits: Callable[[Any], bool], text: str
) -> None:
    try:
        value = read(asked(x=text))
    except InvalidInputError as error:
        assert error.pointer == "x"  # noqa: PT017
        return
    assert value is None or fits(value)


@given(NEAR_VALUES)
def test_limit_when_any_text_is_given_then_a_page_size_or_refused(text: str) -> None:
    try:
        limit = limit_of(asked(limit=text))
    except InvalidInputError:
        return
    assert 1 <= limit <= MAX_LIMIT
    assert int(text) == limit


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_span_when_given_then_in_order_or_refused(since: datetime, until: datetime) -> None:
    request = asked(**{"from": since.isoformat(), "to": until.isoformat()})
    if since > until:
        with pytest.raises(InvalidInputError):
            span_from(request)
    else:
        assert span_from(request) == (since, until)


@given(st.text(min_size=1, max_size=80))
def test_parameter_when_not_known_then_refused(name: str) -> None:
    known = {"camera", "cursor", "limit"}
    request = asked(**{name: "1"})
    if name in known:
        refuse_unknown_parameters(request, {"camera"})
    else:
        with pytest.raises(InvalidInputError):
            refuse_unknown_parameters(request, {"camera"})


positions = st.one_of(
    st.builds(Position, st.uuids()),
    st.builds(Position, st.uuids(), st.floats(0, 1), st.uuids()),
)


@given(positions)
def test_search_cursor_when_made_then_it_leads_back(position: Position) -> None:
    assert cursors.decoded(cursors.encoded(position)) == position


@given(st.one_of(st.text(max_size=60), st.binary(max_size=45).map(lambda raw: raw.hex())))
def test_search_cursor_when_none_of_ours_then_refused_or_the_same(text: str) -> None:
    try:
        position = cursors.decoded(text)
    except InvalidInputError:
        return
    assert cursors.encoded(position) == text
