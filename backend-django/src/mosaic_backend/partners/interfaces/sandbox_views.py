"""/partner/v1/sandbox: the clock of a client's own sandbox."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import cursor_of
from mosaic_backend.partners.domain.replay import DAY_MS, Replay, clock_of
from mosaic_backend.partners.infrastructure import replay_store, sandbox_feed
from mosaic_backend.partners.infrastructure.recorded_files import recorded_day
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView, record_done
from mosaic_backend.partners.interfaces.permissions import ANY_KEY
from mosaic_backend.partners.interfaces.serializers import (
    SandboxInputSerializer,
    SandboxSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_contracts.errors import NotFoundError


class SandboxView(PartnerView):
    required_scope = ANY_KEY

    @extend_schema(operation_id="get_sandbox", responses=SandboxSerializer)
    def get(self, request: Request) -> Response:
        """Where the recorded day stands. 404 for a key that is none of a sandbox."""
        refuse_unknown_parameters(request, paginated=False)
        client, now = _sandboxed(request), timezone.now()
        return Response(_shown(replay_store.replay_of(client.id, now), now))

    @extend_schema(
        operation_id="change_sandbox", request=SandboxInputSerializer, responses=SandboxSerializer
    )
    def patch(self, request: Request) -> Response:
        """Another speed, or a new beginning: the next `start` by the sandbox's own clock."""
        client = _sandboxed(request)
        given = SandboxInputSerializer(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        now, wish = timezone.now(), given.validated_data
        replay = replay_store.change(
            client.id, now, speed=wish.get("speed"), start=wish.get("start")
        )
        if wish:
            done = {name: str(value) for name, value in wish.items()}
            record_done(request, "partner.sandbox_changed", f"api-client:{client.id}", done)
        return Response(_shown(replay, now))


def _sandboxed(request: Request) -> Client:
    client = client_of_request(request)
    if not client.sandbox:
        raise NotFoundError("this key is none of a sandbox")
    return client


def _shown(replay: Replay, now: datetime) -> Any:
    day, elapsed_ms = recorded_day(), replay.elapsed_ms(now)
    shown = {
        "speed": replay.speed,
        "start": clock_of(replay.begins_ms),
        "began_at": day.instant(0, replay.begins_ms),
        "now": day.instant(0, elapsed_ms),
        "days": elapsed_ms // DAY_MS,
        "cursor": cursor_of(sandbox_feed.head(replay, now), sandbox=True),
        "oldest_cursor": cursor_of(sandbox_feed.oldest(replay), sandbox=True),
    }
    return SandboxSerializer(shown).data
