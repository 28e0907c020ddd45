"""The refresh token as browsers keep it: a cookie that no script reads and no other site makes them send."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.identity.domain.refresh import IDLE_LIFETIME
from mosaic_contracts.errors import PermissionDeniedError

NAME = "mosaic_refresh"
PATH = "/api/v1/auth"


def cookie_of(request: Request) -> str | None:
    """The refresh token of the cookie; None without one.

    Raises PermissionDeniedError for a request that another site's page makes: SameSite=Strict lets through what
    comes from another port or scheme of the same host.
    """
    token = request.COOKIES.get(NAME)
    if token is None:
        return None
    check_own_page(request)
    return str(token)


def check_own_page(request: Request) -> None:
    """Raises PermissionDeniedError when a browser says that the request comes from elsewhere."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    own = f"{request.scheme}://{request.get_host()}"
    if site not in {None, "same-origin"} or origin not in {None, own}:
        raise PermissionDeniedError("The session's cookie is for pages of this address only.")


def keep(response: HttpResponse, request: Request, token: str) -> None:
    response.set_cookie(
        NAME,
        token,
        max_age=IDLE_LIFETIME,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def drop(response: Response) -> None:
    response.delete_cookie(NAME, path=PATH, samesite="Strict")
