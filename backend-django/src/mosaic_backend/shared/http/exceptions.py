"""Errors as application/problem+json, from REST views and from Django itself."""

import sys
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from drf_standardized_errors.formatter import flatten_errors
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback
from structlog.contextvars import get_contextvars

from mosaic_backend.shared.http.authentication import REALM
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


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler. Unforeseen errors become a 500 that says nothing about the inside."""
    set_rollback()
    headers: dict[str, str] = {}
    if isinstance(error, MosaicError):
        told = problem_of(error, request_id=_request_id())
    elif isinstance(error, Http404):
        told = _problem(404, "There is no such thing, or it is not yours to see.")
    elif isinstance(error, PermissionDenied):
        told = _problem(403, "Your role does not allow this.")
    elif isinstance(error, BadRequest):
        told = _problem(400, "The request is malformed.")
    elif isinstance(error, RecursionError):
        told = _problem(400, "The body is nested too deeply.")
    elif isinstance(error, OperationalError):
        told = _database_unavailable(error)
    elif isinstance(error, RequestDataTooBig):
        told = _problem(413, "The body is larger than this accepts.")
    elif isinstance(error, exceptions.APIException):
        told = _of_api_exception(error)
    else:
        _log.exception("request_crashed", view=type(context.get("view")).__name__)
        told = _problem(500, "Something went wrong here.")
    if told.status == 401:
        headers["WWW-Authenticate"] = REALM
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response(
        told.model_dump(mode="json", exclude_none=True),
        status=told.status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )


def _database_unavailable(error: OperationalError) -> Problem:
    _log.warning("database_unavailable", error=str(error))
    return _problem(503, "The database does not answer now.")


def _of_api_exception(error: exceptions.APIException) -> Problem:
    if isinstance(error, exceptions.ValidationError):
        return problem(
            "invalid-input",
            "Some fields are not acceptable.",
            request_id=_request_id(),
            errors=[
                FieldProblem(
                    pointer=_pointer(flat.attr), code=str(flat.code), detail=str(flat.detail)
                )
                for flat in flatten_errors(error.detail)
            ],
        )
    code = (
        "malformed-request"
        if isinstance(error, exceptions.ParseError)
        else _CODE_BY_STATUS.get(error.status_code, "error")
    )
    return problem(code, str(error.detail), status=error.status_code, request_id=_request_id())


def _pointer(attribute: str | None) -> str:
    return f"/{attribute}" if attribute and attribute != "non_field_errors" else ""


def _problem(status: int, detail: str) -> Problem:
    return problem(
        _CODE_BY_STATUS.get(status, "error"), detail, status=status, request_id=_request_id()
    )


def _request_id() -> str | None:
    value = get_contextvars().get("request_id")
    return str(value) if value else None


def problem_response(told: Problem, headers: dict[str, str] | None = None) -> JsonResponse:
    """A problem from a plain Django view."""
    return JsonResponse(
        told.model_dump(mode="json", exclude_none=True),
        status=told.status,
        content_type=MEDIA_TYPE,
        headers=headers,
    )


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem_response(_problem(400, "The request is malformed."))


def forbidden(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem_response(_problem(403, "Your role does not allow this."))


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:
    return problem_response(_problem(404, "There is no such thing, or it is not yours to see."))


def server_error(request: HttpRequest) -> JsonResponse:
    """Django calls it while the error is handled."""
    if isinstance(error := sys.exception(), OperationalError):
        return problem_response(_database_unavailable(error))
    return problem_response(_problem(500, "Something went wrong here."))
