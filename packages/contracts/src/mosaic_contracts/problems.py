"""Errors on the wire: application/problem+json (RFC 9457)."""

from http import HTTPStatus

from pydantic import BaseModel, ConfigDict

from mosaic_contracts.errors import InvalidInputError, MosaicError

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "https://mosaic.invalid/problems/"

STATUS_BY_CODE = {
    "invalid-input": 400,
    "malformed-request": 400,
    "unauthenticated": 401,
    "permission-denied": 403,
    "wrong-code": 403,
    "not-found": 404,
    "method-not-allowed": 405,
    "upload-too-slow": 408,
    "conflict": 409,
    "clip-held": 409,
    "clip-in-evidence": 409,
    "clips-full": 409,
    "precondition-failed": 412,
    "payload-too-large": 413,
    "unsupported-media-type": 415,
    "unprocessable": 422,
    "model-unusable": 422,
    "no-recording": 422,
    "rate-limited": 429,
    "proof-required": 429,
    "too-many-clips": 429,
    "internal-error": 500,
    "recording-unreadable": 500,
    "unavailable": 503,
}


class FieldProblem(BaseModel):
    """What is wrong with one field; `pointer` is a JSON pointer into the body, or the parameter's name."""

    pointer: str
    code: str
    detail: str


class Problem(BaseModel):
    """A problem document; `type` and `code` are stable, `detail` is for people."""

    model_config = ConfigDict(extra="ignore")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None = None
    errors: list[FieldProblem] | None = None


def problem(
    code: str,
    detail: str,
    *,
    status: int | None = None,
    request_id: str | None = None,
    errors: list[FieldProblem] | None = None,
) -> Problem:
    """Builds a problem; the status follows from the code unless given (unknown codes: 400)."""
    resolved = status if status is not None else STATUS_BY_CODE.get(code, 400)
    return Problem(
        type=TYPE_PREFIX + code,
        title=HTTPStatus(resolved).phrase,
        status=resolved,
        detail=detail,
        code=code,
        request_id=request_id,
        errors=errors,
    )


def problem_of(error: MosaicError, *, request_id: str | None = None) -> Problem:
    """The problem that tells a MosaicError; a code of its own has the status of the class it belongs to."""
    errors = None
    if isinstance(error, InvalidInputError) and error.pointer:
        errors = [FieldProblem(pointer=error.pointer, code=error.code, detail=error.detail)]
    return problem(
        error.code, error.detail, status=_status_of(error), request_id=request_id, errors=errors
    )


def _status_of(error: MosaicError) -> int | None:
    codes = [error.code, *(getattr(kind, "code", "") for kind in type(error).__mro__)]
    return next((STATUS_BY_CODE[code] for code in codes if code in STATUS_BY_CODE), None)
