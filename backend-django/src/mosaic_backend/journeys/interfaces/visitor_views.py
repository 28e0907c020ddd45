"""/api/v1/plate-visitors and /api/v1/travel-times: what is unusual, and what is usual."""

import math
from datetime import timedelta

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import check_search_reason
from mosaic_backend.cameras.facade import camera_ids, visible_cameras
from mosaic_backend.journeys.application import find_visitors
from mosaic_backend.journeys.infrastructure.travel_store import most_driven
from mosaic_backend.journeys.interfaces import presentation
from mosaic_backend.journeys.interfaces.asking import (
    REASON,
    SPAN,
    note,
    number_from,
    searchable,
    window_from,
)
from mosaic_backend.journeys.interfaces.serializers import (
    TravelTimesSerializer,
    VisitorsSerializer,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import choice_from, id_from
from mosaic_backend.shared.http.reason import PARAMETER, reason_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb

KINDS = ("first-time", "unusual-hour")
MOST_CAMERAS = 16
MOST_PAIRS = 1_000


class PlateVisitorsView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_plate_visitors",
        parameters=[
            OpenApiParameter("kind", str, required=True, enum=KINDS),
            OpenApiParameter(
                "camera",
                OpenApiTypes.UUID,
                description=f"Default: the first {MOST_CAMERAS} that may be searched.",
            ),
            *SPAN,
            *REASON,
        ],
        responses=VisitorsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Plates that had never been seen before, or came at an hour that is unusual for them.

        At most a day; the last 24 hours where nothing is said. What is older than 90 days is forgotten here.
        """
        refuse_unknown_parameters(
            request, ("kind", "camera", "from", "to", PARAMETER), paginated=False
        )
        kind = choice_from(request, "kind", KINDS)
        if kind is None:
            raise InvalidInputError(f"kind is missing, one of {', '.join(KINDS)}", pointer="kind")
        longest = find_visitors.LONGEST_WINDOW
        since, until = window_from(request, usual=timedelta(days=1), longest=longest)
        camera, reason = id_from(request, "camera"), reason_from(request)
        check_search_reason(reason)
        note(request, "plate.visitors-seen", kind, reason)
        scope = visible_cameras(principal_of_request(request), Verb.SEARCH)
        if camera is not None:
            cameras, more = ([camera] if camera in scope else []), False
        else:
            every = camera_ids(scope)
            cameras, more = every[:MOST_CAMERAS], len(every) > MOST_CAMERAS
        found, left_out = find_visitors.find_visitors(cameras, searchable(request), since, until)
        wanted = [each for each in found if (each.first if kind == KINDS[0] else each.unusual)]
        names = presentation.names_of(each.passage.camera_id for each in wanted)
        return Response(
            {
                "items": [presentation.visitor(each, names) for each in wanted],
                "truncated": left_out or more,
            }
        )


class TravelTimesView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_travel_times",
        parameters=[
            OpenApiParameter("limit", int, description="Default 200, at most 1000."),
        ],
        responses=TravelTimesSerializer,
    )
    def get(self, request: Request) -> Response:
        """How long vehicles take from one camera to another; the pairs that are driven most come first."""
        refuse_unknown_parameters(request, ("limit",), paginated=False)
        limit = number_from(request, "limit", usual=200, most=MOST_PAIRS)
        rows = most_driven(searchable(request), limit)
        names = presentation.names_of(
            camera for row in rows for camera in (row.from_camera, row.to_camera)
        )
        return Response(
            {
                "items": [
                    {
                        "from_camera": row.from_camera,
                        "from_camera_name": names.get(row.from_camera),
                        "to_camera": row.to_camera,
                        "to_camera_name": names.get(row.to_camera),
                        "hops": row.hops,
                        "quantiles_s": [math.exp(value) for value in row.quantiles],
                        "updated_at": row.updated_at,
                    }
                    for row in rows
                ]
            }
        )
