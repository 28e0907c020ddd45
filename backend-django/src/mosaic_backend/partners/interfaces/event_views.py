"""/partner/v1/events: the feed, page by page or as server-sent events."""

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.partners.domain.feed import SCOPE_OF_TYPE
from mosaic_backend.partners.domain.scopes import Scope
from mosaic_backend.partners.infrastructure import feeds
from mosaic_backend.partners.interfaces import parameters
from mosaic_backend.partners.interfaces.authentication import client_of_request
from mosaic_backend.partners.interfaces.base import PartnerView, record_look
from mosaic_backend.partners.interfaces.event_stream import event_stream
from mosaic_backend.partners.interfaces.serializers import PartnerEventPage
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import limit_of
from mosaic_contracts.errors import InvalidInputError


class EventsView(PartnerView):
    required_scope = Scope.EVENTS

    @extend_schema(
        operation_id="list_events",
        parameters=[
            OpenApiParameter(
                "after",
                str,
                description="A cursor, or `latest`; without it: from the oldest event that is kept.",
            ),
            OpenApiParameter(
                "types", str, description="Types with commas between; without it: all."
            ),
            OpenApiParameter(
                "Last-Event-ID",
                str,
                OpenApiParameter.HEADER,
                description="As `after`, and before it; browsers send it to go on with a stream.",
            ),
            parameters.PAGE[1],
        ],
        responses={
            (200, "application/json"): PartnerEventPage,
            (200, "text/event-stream"): OpenApiResponse(
                OpenApiTypes.STR, description="Where Accept says so: events as they come"
            ),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What the cameras of the key saw, oldest first, as the detections, plates and clips scopes allow."""
        refuse_unknown_parameters(request, ("after", "types", "limit"), paginated=False)
        types, limit = _types(request), limit_of(request)
        after = request.headers.get("Last-Event-ID") or request.query_params.get("after")
        client = client_of_request(request)
        position = feeds.start(client.id, after, sandbox=client.sandbox)
        record_look(request, "events.read", "events", {"types": sorted(types)})
        if "text/event-stream" in request.headers.get("Accept", ""):
            return event_stream(client, position, types)
        page = feeds.page(client, position, types, limit)
        shown = {
            "items": [event.told() for event in page.events],
            "next_cursor": page.cursor,
            "has_more": page.has_more,
        }
        return Response(shown)


def _types(request: Request) -> frozenset[str]:
    text = request.query_params.get("types", "")
    types = frozenset(part for part in text.split(",") if part)
    if unknown := types - SCOPE_OF_TYPE.keys():
        raise InvalidInputError(f"{min(unknown)[:100]!r} is no type of the feed", pointer="types")
    return types
