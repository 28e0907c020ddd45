"""Errors as application/problem+json."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from structlog.contextvars import get_contextvars

from mosaic_contracts.errors import MosaicError
from mosaic_contracts.problems import (
    MEDIA_TYPE,
    STATUS_BY_CODE,
    FieldProblem,
    Problem,
    problem,
    problem_of,
)
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_CODE_BY_STATUS = {status: code for code, status in reversed(STATUS_BY_CODE.items())}
_IN_BODY = "body"


def problem_response(told: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        told.model_dump(mode="json", exclude_none=True),
        status_code=told.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def internal_problem() -> JSONResponse:
    """The answer to an error that nobody foresaw: says nothing about the inside."""
    return problem_response(
        problem("internal-error", "Something went wrong here.", request_id=_request_id())
    )


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(MosaicError, _mosaic_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


async def _mosaic_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, MosaicError)  # noqa: S101 - what the handler is registered for
    told = problem_of(error, request_id=_request_id())
    if told.status >= 500:
        _log.warning("request_failed", code=error.code, detail=error.detail)
    return problem_response(told, {"WWW-Authenticate": "Bearer"} if told.status == 401 else None)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    errors = [
        FieldProblem(pointer=_pointer(item["loc"]), code=item["type"], detail=item["msg"])
        for item in error.errors()
    ]
    return problem_response(
        problem(
            "invalid-input", "The request is not valid.", request_id=_request_id(), errors=errors
        )
    )


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    code = _CODE_BY_STATUS.get(error.status_code, "error")
    told = problem(code, str(error.detail), status=error.status_code, request_id=_request_id())
    return problem_response(told, dict(error.headers) if error.headers else None)


def _pointer(location: tuple[int | str, ...]) -> str:
    """A JSON pointer for a place in the body, else the parameter's name."""
    if location and location[0] == _IN_BODY:
        return "".join(
            "/" + str(part).replace("~", "~0").replace("/", "~1") for part in location[1:]
        )
    return ".".join(str(part) for part in location[1:])


def _request_id() -> str | None:
    request_id = get_contextvars().get("request_id")
    return str(request_id) if request_id else None
