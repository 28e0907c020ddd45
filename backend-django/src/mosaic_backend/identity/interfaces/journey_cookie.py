"""What a browser keeps while somebody is at a provider: signed, short-lived, read by no script.

SameSite=Lax, because the way back is a navigation that another site begins; a request that such a site makes
otherwise does not bear it. One at a time: who begins anew in another tab cannot finish the first.
"""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse

from mosaic_backend.identity.application.provider_ports import Journey
from mosaic_backend.identity.infrastructure.spent import STATE_LIFETIME

NAME = "mosaic_oidc"
PATH = "/api/v1/auth/oidc"
_AWAY, _WAITING = "mosaic.oidc.away", "mosaic.oidc.waiting"


@dataclass(frozen=True)
class Waiting:
    """Somebody whom the provider proved, and who owes the code of the second factor."""

    user_id: UUID
    slug: str
    target: str


def keep_journey(response: HttpResponse, request: HttpRequest, journey: Journey) -> None:
    _keep(response, request, signing.dumps(asdict(journey), salt=_AWAY))


def journey_of(request: HttpRequest) -> Journey | None:
    """None for none, and for one that is too old or not ours."""
    found = _read(request, _AWAY)
    if found is None or found.keys() != Journey.__dataclass_fields__.keys():
        return None  # also one of another version of ours
    return Journey(**found)


def keep_waiting(response: HttpResponse, request: HttpRequest, waiting: Waiting) -> None:
    said = {"user_id": str(waiting.user_id), "slug": waiting.slug, "target": waiting.target}
    _keep(response, request, signing.dumps(said, salt=_WAITING))


def waiting_of(request: HttpRequest) -> Waiting | None:
    found = _read(request, _WAITING)
    return Waiting(UUID(found["user_id"]), found["slug"], found["target"]) if found else None


def drop(response: HttpResponse) -> None:
    response.delete_cookie(NAME, path=PATH, samesite="Lax")


def _keep(response: HttpResponse, request: HttpRequest, text: str) -> None:
    response.set_cookie(
        NAME,
        text,
        max_age=STATE_LIFETIME,
        path=PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest, salt: str) -> dict[str, Any] | None:
    try:
        found = signing.loads(request.COOKIES.get(NAME, ""), salt=salt, max_age=STATE_LIFETIME)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None
