"""Query parameters: an unknown one is refused, because a misspelt filter must not widen the answer."""

from collections.abc import Container, Iterable

from rest_framework.request import Request

from mosaic_backend.shared.http.pagination import IdCursorPagination
from mosaic_contracts.errors import InvalidInputError


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
