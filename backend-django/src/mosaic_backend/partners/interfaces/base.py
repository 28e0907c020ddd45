"""What all views under /partner/v1/ have in common."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.views import APIView

from mosaic_backend.audit.facade import Actor, ActorKind, record
from mosaic_backend.cameras.facade import CameraScope, visible_cameras
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.scopes import VERB, Scope
from mosaic_backend.partners.infrastructure.rate_limits import Verdict
from mosaic_backend.partners.interfaces import metering
from mosaic_backend.partners.interfaces.authentication import (
    ApiKeyAuthentication,
    client_of_request,
)
from mosaic_backend.partners.interfaces.permissions import HasScope


class PartnerView(APIView):
    """Accepts API keys only."""

    authentication_classes = [ApiKeyAuthentication]
    permission_classes = [HasScope]
    required_scope: Scope | str
    _client: Client | None = None
    _verdict: Verdict | None = None

    def check_permissions(self, request: Request) -> None:
        """Limits come before scopes: what is refused for want of a scope costs as much as what is answered."""
        self._client = client_of_request(request)
        self._verdict = metering.admit(self._client, datetime.now(UTC))
        metering.refuse(self._verdict)
        super().check_permissions(request)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self._client is not None:
            metering.tell(answer, self._client, self._verdict)
            metering.count(request, self._client, answer.status_code, datetime.now(UTC))
        return answer


def cameras_of(client: Client, scope: Scope) -> CameraScope:
    """The cameras that the client may see for a scope, as of now."""
    return visible_cameras(client.principal, VERB[scope])


def searched_cameras(
    client: Client, scope: Scope, wanted: UUID | None = None
) -> frozenset[UUID] | None:
    """Where to search; None: everywhere. A foreign camera is like one that is not there: nothing is found."""
    visible = cameras_of(client, scope)
    if wanted is not None:
        return frozenset({wanted}) if wanted in visible else frozenset()
    return None if visible.all else visible.ids


def record_done(
    request: Request, action: str, subject: str, details: dict[str, Any], reason: str = ""
) -> None:
    """Puts into the audit log what a client did."""
    client = client_of_request(request)
    actor = Actor(ActorKind.PARTNER, client.name, str(client.id))
    record(actor, action, subject, details, reason=reason)
