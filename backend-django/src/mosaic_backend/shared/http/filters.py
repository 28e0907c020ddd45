"""Query parameters: an unknown one is refused, because a misspelt filter must not widen the answer."""

from collections.abc import Container, Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from mosaic_backend.shared.http.pagination import IdCursorPagination
from mosaic_backend.shared.http.query_values import span_from
from mosaic_contracts.errors import InvalidInputError

Row = TypeVar("Row", bound=Model)


def refuse_unknown_parameters(
    request: Request,
    known: Iterable[str] = (),
    *,
    paginated: bool = True,
    repeated: Container[str] = (),
) -> None:
    """Raises InvalidInputError for the first parameter that is not known, or that is given twice.

    repeated: those that may be.
    """
    allowed = {*known, *(IdCursorPagination.parameters if paginated else ())}
    for name, values in request.query_params.lists():
        if name not in allowed:
            raise InvalidInputError(f"unknown parameter {name[:64]!r}", pointer=name[:64])
        if len(values) > 1 and name not in repeated:
            raise InvalidInputError(f"parameter {name!r} is given twice", pointer=name)


def of_span(rows: QuerySet[Row], request: Request, field: str) -> QuerySet[Row]:
    """Those at or after `from` and before `to`, as far as these are given. Raises InvalidInputError."""
    since, until = span_from(request)
    if since:
        rows = rows.filter(**{f"{field}__gte": since})
    if until:
        rows = rows.filter(**{f"{field}__lt": until})
    return rows
