"""Errors become problem documents with a stable type, code and status."""

import pytest

from mosaic_contracts import errors
from mosaic_contracts.problems import STATUS_BY_CODE, TYPE_PREFIX, problem, problem_of


def subclasses(of: type[errors.MosaicError]) -> list[type[errors.MosaicError]]:
    return [
        found
        for child in of.__subclasses__()
        if child.__module__ == errors.__name__
        for found in (child, *subclasses(child))
    ]


@pytest.mark.parametrize("kind", subclasses(errors.MosaicError))
def test_error_when_told_then_status_follows_its_code(kind: type[errors.MosaicError]) -> None:
    told = problem_of(kind(), request_id="r-1")
    assert told.code == kind.code
    assert told.status == STATUS_BY_CODE[kind.code]
    assert told.type == TYPE_PREFIX + kind.code
    assert told.request_id == "r-1"
    assert told.title
    assert told.detail
    assert "\n" not in told.detail


def test_invalid_input_when_it_names_a_field_then_the_problem_points_at_it() -> None:
    told = problem_of(
        errors.InvalidInputError("no such scheme", pointer="/source_url", code="bad-url")
    )
    assert told.status == 400
    assert told.errors is not None
    assert [(item.pointer, item.code, item.detail) for item in told.errors] == [
        ("/source_url", "bad-url", "no such scheme")
    ]


def test_problem_when_code_is_unknown_then_400_and_status_can_be_given() -> None:
    assert problem("brand-new", "x").status == 400
    assert problem("brand-new", "x", status=418).title == "I'm a Teapot"


def test_problem_of_when_the_code_is_its_own_then_the_status_is_that_of_its_class() -> None:
    class TakenError(errors.ConflictError):
        code = "name-taken"

    assert problem_of(TakenError("x")).status == 409
    assert problem_of(errors.ConflictError("x", code="thing-taken")).status == 409
    assert problem_of(errors.MosaicError("x", code="never-heard-of")).status == 400
