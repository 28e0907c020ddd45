"""By TLS every cookie bears `__Secure-` and `Secure`; one that came without TLS is not believed.

Browsers keep one jar for a host, whatever the scheme and the port. By names of their own, who opens both addresses
has a session at each, and nobody on the way of plain HTTP can put a cookie into the one of TLS.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "__Secure-"


class SecureCookiesMiddleware:
    """Outside of everything that reads or writes a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.is_secure():
            return self._get_response(request)
        believed = {
            name.removeprefix(PREFIX): value
            for name, value in request.COOKIES.items()
            if name.startswith(PREFIX)
        }
        request.COOKIES.clear()
        request.COOKIES.update(believed)
        response = self._get_response(request)
        for name in list(response.cookies):
            _secure(response, name)
        return response


def _secure(response: HttpResponse, name: str) -> None:
    kept = response.cookies.pop(name)
    kept.set(PREFIX + name, kept.value, kept.coded_value)
    kept["secure"] = True
    response.cookies[kept.key] = kept
