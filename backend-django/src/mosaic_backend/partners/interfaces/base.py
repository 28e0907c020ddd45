"""What all views under /partner/v1/ have in common."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.views import APIView

from mosaic_backend.audit import facade as audit
from mosaic_backend.audit.facade import Actor, ActorKind, record
from mosaic_backend.detections.facade import fold
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure.rate_limits import Taking, Verdict
from mosaic_backend.partners.interfaces import metering
from mosaic_backend.partners.interfaces.authentication import (
    ApiKeyAuthentication,
    begun_of_request,
    client_of_request,
)
from mosaic_backend.partners.interfaces.permissions import HasScope


class PartnerView(APIView):
    """Accepts API keys only."""

    authentication_classes = [ApiKeyAuthentication]
    permission_classes = [HasScope]
    required_scope: Scope | str
    _client: Client | None = None
    _begun: Taking | None = None
    _verdict: Verdict | None = None

    def check_permissions(self, request: Request) -> None:
        """Limits come before scopes: what is refused for want of a scope costs as much as what is answered."""
        self._client = client_of_request(request)
        self._begun = begun_of_request(request)
        self._verdict = metering.admit(self._client, datetime.now(UTC), self._begun)
        metering.refuse(self._verdict)
        super().check_permissions(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self._begun is not None:
            self._begun.drop()
        if self._client is not None:
            metering.tell(answer, self._client, self._verdict)
            metering.count(request, self._client, answer.status_code, datetime.now(UTC))
        return answer


def record_done(
    request: Request,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Puts into the audit log what a client did, with a mark where that was in its sandbox."""
    actor, marked = _told_of(request, details)
    record(actor, action, subject, marked, reason=reason, before=before, after=after)


def record_search(request: Request, text: str, asked: Mapping[str, Any], *, reason: str) -> None:
    """Of a search for a plate."""
    actor, marked = _told_of(request, asked)
    plate = fold(text, keep="?*")
    audit.record_search(actor, "plates.searched", text, plate, marked, reason=reason)


def record_look(
    request: Request,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    reason: str = "",
) -> None:
    """The same of what was only looked at, once in ten minutes."""
    actor, marked = _told_of(request, details)
    audit.record_look(actor, action, subject, marked, reason=reason)


def _told_of(request: Request, details: Mapping[str, Any] | None) -> tuple[Actor, dict[str, Any]]:
    client = client_of_request(request)
    marked = {**(details or {}), **({"sandbox": True} if client.sandbox else {})}
    return Actor(ActorKind.PARTNER, client.name, str(client.id)), marked
