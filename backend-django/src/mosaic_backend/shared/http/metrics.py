"""Rate, errors and duration of requests by route template; one process, one registry."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Gauge, Histogram

_requests = Counter("mosaic_http_requests_total", "Requests", ["method", "route", "status"])
_duration = Histogram("mosaic_http_request_duration_seconds", "Duration", ["method", "route"])
_in_flight = Gauge("mosaic_http_requests_in_flight", "Requests being answered")


class MetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        with _in_flight.track_inprogress():
            response = self._get_response(request)
        method = request.method if request.method in _METHODS else "OTHER"
        route = request.resolver_match.route if request.resolver_match else "unmatched"
        _requests.labels(method, route, response.status_code).inc()
        _duration.labels(method, route).observe(time.monotonic() - started)
        return response


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
