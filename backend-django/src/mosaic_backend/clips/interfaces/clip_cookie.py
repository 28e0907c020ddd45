"""Lets an element of a page, which cannot send an access token, fetch the files of one clip."""

from datetime import UTC, datetime
from uuid import UUID

from django.core import signing
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.identity.facade import principal, signed_out
from mosaic_backend.shared.http.authentication import TokenUser
from mosaic_contracts.errors import UnauthenticatedError

COOKIE = "mosaic-clip"
OPEN_FOR_S = 900
_SALT = "mosaic.clip"


def open_for(answer: Response, request: Request, clip_id: UUID) -> None:
    """For a quarter of an hour the cookie gives the clip's files to who asks here, and to no other."""
    user: object = request.user
    if not isinstance(user, TokenUser):
        raise UnauthenticatedError
    told = [str(clip_id), user.pk, user.issued_at.timestamp()]
    answer.set_cookie(
        COOKIE,
        signing.dumps(told, salt=_SALT),
        max_age=OPEN_FOR_S,
        path=f"/api/v1/clips/{clip_id}/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


class ClipCookieAuthentication(BaseAuthentication):
    """The user of the clip's cookie with the rights of now, unless signed out or changed since it was given."""

    def authenticate(self, request: Request) -> tuple[TokenUser, None] | None:
        cookie = request.COOKIES.get(COOKIE)
        # SameSite=Strict lets through what a page of another port of the same host asks for.
        if cookie is None or request.headers.get("Sec-Fetch-Site") not in {None, "same-origin"}:
            return None
        try:
            clip, user, since = signing.loads(cookie, salt=_SALT, max_age=OPEN_FOR_S)
        except signing.BadSignature:
            return None
        issued_at, asked = datetime.fromtimestamp(since, UTC), request.parser_context["kwargs"]
        if clip != str(asked["clip_id"]) or signed_out(UUID(user), issued_at):
            return None
        found = principal(UUID(user))
        return None if found is None else (TokenUser(found, issued_at), None)


class ClipCookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ClipCookieAuthentication
    name = "clipCookie"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": COOKIE}
