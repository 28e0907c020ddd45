"""Request ids: taken from the front door or made here, bound to logs and audit, told in the answer."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from mosaic_backend.shared.http.client_address import client_address
from mosaic_backend.shared.http.request_origin import RequestOrigin, bound_origin
from mosaic_contracts.ids import new_id

_ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class RequestIdMiddleware:
    """Outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _ACCEPTED.fullmatch(given) else str(new_id())
        origin = RequestOrigin(request_id, client_address(request)[:64])
        with bound_contextvars(request_id=request_id), bound_origin(origin):
            response = self._get_response(request)
        response["X-Request-ID"] = request_id
        return response
