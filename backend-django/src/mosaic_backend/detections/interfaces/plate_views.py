"""/api/v1/plates: search, one read, its pictures."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.alerts.facade import plates_on_lists
from mosaic_backend.audit.facade import (
    check_search_reason,
    record,
    record_look,
    record_search,
)
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.application import cursors
from mosaic_backend.detections.application.plates import Listed, PlateFilters, PlateRecord
from mosaic_backend.detections.application.search_plates import Hit
from mosaic_backend.detections.application.shown import IMAGE_KINDS
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.patterns import MAX_QUERY_LENGTH, WILDCARDS, Match
from mosaic_backend.detections.interfaces.presentation import presented
from mosaic_backend.detections.interfaces.scope import cameras_to_search_among, may_see
from mosaic_backend.detections.interfaces.serializers import (
    PlatePageSerializer,
    PlateReadSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import IdCursorPagination, limit_of
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import (
    choice_from,
    flag_from,
    ids_from,
    share_from,
    span_from,
    text_from,
    texts_from,
    time_of_day_from,
)
from mosaic_backend.shared.http.reason import HEADER, PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.events.types import TravelDirection
from mosaic_contracts.permissions import Principal, Verb

FILTERS = (
    "text",
    "match",
    "camera",
    "group",
    "from",
    "to",
    "time_from",
    "time_to",
    "vehicle",
    "colour",
    "min_confidence",
    "list",
    "listed",
    "direction",
    PARAMETER,
)
PLACES = ("camera", "group")
REPEATED = (*PLACES, "list", "colour")
MOST = 100
"""Cameras, groups, and watch lists, that one search may name."""


class PlatesView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_plates",
        summary="Search plate reads",
        parameters=[
            OpenApiParameter(
                "text", str, description="What the plate says; folded like the reads."
            ),
            OpenApiParameter(
                "match",
                str,
                enum=[match.value for match in Match],
                description="Default: wildcard where the text holds ? or *, else fuzzy.",
            ),
            OpenApiParameter(
                "camera", OpenApiTypes.UUID, many=True, description="Any of these, or of `group`."
            ),
            OpenApiParameter("group", OpenApiTypes.UUID, many=True, description="Camera groups."),
            OpenApiParameter("from", OpenApiTypes.DATETIME, description="Seen at or after."),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Seen before."),
            OpenApiParameter(
                "time_from",
                OpenApiTypes.TIME,
                description="At or after this time of any day, UTC; later than `time_to`: over midnight.",
            ),
            OpenApiParameter(
                "time_to", OpenApiTypes.TIME, description="Before this time of any day, UTC."
            ),
            OpenApiParameter("vehicle", str, description="Its class, such as `truck`."),
            OpenApiParameter(
                "colour",
                str,
                many=True,
                description="The vehicle's: black, grey, white, red, brown, yellow, green or blue; any of these."
                " Silver counts as grey or, in the sun, as white.",
            ),
            OpenApiParameter("min_confidence", float),
            OpenApiParameter(
                "list",
                OpenApiTypes.UUID,
                many=True,
                description="Read as, or corrected to, a plate that is now on one of these watch lists.",
            ),
            OpenApiParameter(
                "listed",
                bool,
                description="Whether such a plate is on any watch list; not together with `list`.",
            ),
            OpenApiParameter(
                "direction",
                str,
                enum=[each.value for each in TravelDirection],
                description="How the plate moved, as the camera sees it.",
            ),
            OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
            OpenApiParameter("limit", int),
            OpenApiParameter(
                PARAMETER,
                str,
                description="Why; some sites demand it for what is not just the newest (code reason-required).",
            ),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses=PlatePageSerializer,
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, FILTERS, repeated=REPEATED)
        principal = principal_of_request(request)
        text, match = _text_and_match(request)
        reason = reason_from(request)
        asked = {
            name: values if len(values) > 1 else values[0]
            for name, values in request.query_params.lists()
            if name not in {*IdCursorPagination.parameters, PARAMETER}
        }
        if asked:
            check_search_reason(reason)
        cursor = request.query_params.get("cursor")
        page = bootstrap.search_plates()(
            text=text,
            match=match,
            filters=_filters(request, principal),
            limit=limit_of(request),
            position=cursors.decoded(cursor) if cursor else None,
        )
        if text is not None:
            plate = fold(text, keep=WILDCARDS)
            record_search(principal, "plates.searched", text, plate, asked, reason=reason)
        elif asked:
            record(principal, "plates.searched", "", asked, reason=reason)
        else:
            record_look(principal, "plates.listed", "plates", reason=reason)
        names = camera_names({hit.read.camera_id for hit in page.hits})
        corrections = bootstrap.corrections().of([hit.read.id for hit in page.hits])
        return Response(
            {
                "items": [presented(hit, names, corrections) for hit in page.hits],
                "next_cursor": cursors.encoded(page.after) if page.after else None,
                "estimated_total": page.estimate,
            }
        )


class PlateView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="get_plate",
        parameters=[
            OpenApiParameter(
                PARAMETER, str, description="Why; else the reason counts that was given last."
            ),
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, description="The same as a header."
            ),
        ],
        responses=PlateReadSerializer,
    )
    def get(self, request: Request, read_id: UUID) -> Response:
        refuse_unknown_parameters(request, (PARAMETER,), paginated=False)
        reason, read = reason_from(request), visible_read(request, read_id)
        shown = {"camera": read.camera_id}
        record_look(
            principal_of_request(request), "plate.seen", f"plate:{read.id}", shown, reason=reason
        )
        names = camera_names({read.camera_id})
        corrections = bootstrap.corrections().of([read.id])
        return Response(presented(Hit(read, None, None), names, corrections))


class PlateImageView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="get_plate_image",
        parameters=[OpenApiParameter("kind", str, "path", enum=IMAGE_KINDS)],
        responses={(200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, read_id: UUID, kind: str) -> HttpResponse:
        """A crop as JPEG. It never changes under its key, but a better revision may bring another key."""
        read = visible_read(request, read_id)
        key = read.images.get(kind) if kind in IMAGE_KINDS else None
        if key is None:
            raise NotFoundError("there is no such picture of this read")
        return HttpResponse(
            bootstrap.evidence().picture(key),
            content_type="image/jpeg",
            headers={
                "Cache-Control": "private, max-age=60",
                "Vary": "Authorization",
                "X-Content-Type-Options": "nosniff",
            },
        )


def visible_read(request: Request, read_id: UUID) -> PlateRecord:
    read = bootstrap.plate_index().get(read_id)
    if read is None or not may_see(principal_of_request(request), read.camera_id):
        raise NotFoundError
    return read


def _filters(request: Request, principal: Principal) -> PlateFilters:
    since, until = span_from(request)
    cameras, groups = (ids_from(request, name, most=MOST) for name in PLACES)
    return PlateFilters(
        cameras_to_search_among(principal, cameras, groups),
        since,
        until,
        share_from(request, "min_confidence"),
        day_from=time_of_day_from(request, "time_from"),
        day_until=time_of_day_from(request, "time_to"),
        vehicle=text_from(request, "vehicle"),
        colours=frozenset(texts_from(request, "colour", most=MOST)),
        listed=_listed(request, principal),
        direction=_direction(request),
    )


def _listed(request: Request, principal: Principal) -> Listed | None:
    lists, named = ids_from(request, "list", most=MOST), flag_from(request, "listed")
    if named is None:
        return plates_on_lists(lists, principal, timezone.now()) if lists else None
    if lists:
        raise InvalidInputError("listed says nothing beside list", pointer="listed")
    return plates_on_lists(None, principal, timezone.now())._replace(wanted=named)


def _direction(request: Request) -> TravelDirection | None:
    named = choice_from(request, "direction", TravelDirection)
    return TravelDirection(named) if named else None


def _text_and_match(request: Request) -> tuple[str | None, Match | None]:
    text: Any = request.query_params.get("text")
    named = choice_from(request, "match", Match)
    if text is not None and len(text) > MAX_QUERY_LENGTH:
        raise InvalidInputError(
            f"the text is longer than {MAX_QUERY_LENGTH} characters", pointer="text"
        )
    if text is None and named is not None:
        raise InvalidInputError("match says nothing without text", pointer="match")
    return text, Match(named) if named else None
