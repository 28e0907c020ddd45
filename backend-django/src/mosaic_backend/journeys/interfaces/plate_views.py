"""/api/v1/plates/history, …/journey, …/companions: where a plate was, how it went, and with whom."""

from datetime import timedelta

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.journeys import bootstrap
from mosaic_backend.journeys.application import find_companions, reconstruct
from mosaic_backend.journeys.application.find_companions import Terms
from mosaic_backend.journeys.application.find_sightings import LEAST, Wish
from mosaic_backend.journeys.domain.sightings import visits
from mosaic_backend.journeys.interfaces import presentation
from mosaic_backend.journeys.interfaces.asking import (
    REASON,
    SPAN,
    TEXT,
    asked_plate,
    number_from,
    span_of,
    window_from,
)
from mosaic_backend.journeys.interfaces.serializers import (
    CompanionsSerializer,
    PlateHistorySerializer,
    PlateJourneySerializer,
)
from mosaic_backend.shared.http.pagination import cursor_of, id_of, limit_of
from mosaic_backend.shared.http.query_values import share_from
from mosaic_contracts.permissions import Verb

MOST_COMPANIONS = 50
MOST_WINDOW_S = 300


class PlateHistoryView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="get_plate_history",
        parameters=[
            TEXT,
            *SPAN,
            OpenApiParameter(
                "min_probability",
                float,
                description=f"Of likely misreads; default {LEAST}; 1: none of them.",
            ),
            OpenApiParameter("cursor", str, description="`next_cursor` of the page before."),
            OpenApiParameter("limit", int, description="Sightings a page."),
            *REASON,
        ],
        responses=PlateHistorySerializer,
    )
    def get(self, request: Request) -> Response:
        """All sightings of a plate in visits, newest first: read so, corrected to it, or probably misread."""
        least = share_from(request, "min_probability")
        since, until = span_of(request)
        limit, cursor = limit_of(request), request.query_params.get("cursor")
        before = id_of(cursor) if cursor else None
        asked = asked_plate(
            request, "plate.history-seen", ("from", "to", "min_probability"), paginated=True
        )
        wish = Wish(asked.plate, asked.cameras, since, until, LEAST if least is None else least)
        found, more = bootstrap.find_sightings()(wish, before, limit)
        names = presentation.names_of(each.camera_id for each in found)
        grouped = visits(found)
        return Response(
            {
                "items": [
                    presentation.visit(each, names, complete=not (more and each is grouped[-1]))
                    for each in grouped
                ],
                "next_cursor": cursor_of(found[-1].id) if more else None,
            }
        )


class PlateJourneyView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="get_plate_journey",
        parameters=[TEXT, *SPAN, *REASON],
        responses=PlateJourneySerializer,
    )
    def get(self, request: Request) -> Response:
        """The likeliest drive of a plate, with doubtful hops and the cameras that should have seen it.

        At most 7 days; the last one where nothing is said.
        """
        since, until = window_from(
            request, usual=timedelta(days=1), longest=reconstruct.LONGEST_WINDOW
        )
        asked = asked_plate(request, "plate.journey-seen", ("from", "to"))
        found = bootstrap.reconstruct_journey()(asked.plate, asked.cameras, since, until)
        return Response(presentation.journey(found))


class PlateCompanionsView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="list_plate_companions",
        parameters=[
            TEXT,
            *SPAN,
            OpenApiParameter(
                "window_s", int, description="Seconds before and after; default 60, at most 300."
            ),
            OpenApiParameter(
                "min_cameras", int, description="At how many of the same cameras; default 2."
            ),
            OpenApiParameter("limit", int, description="Default and most: 50."),
            *REASON,
        ],
        responses=CompanionsSerializer,
    )
    def get(self, request: Request) -> Response:
        """Plates that were seen where and when this one was, weighed against chance.

        At most 90 days; the last 30 where nothing is said.
        """
        since, until = window_from(
            request, usual=timedelta(days=30), longest=find_companions.LONGEST_SPAN
        )
        window_s = number_from(request, "window_s", usual=60, most=MOST_WINDOW_S)
        cameras = number_from(request, "min_cameras", usual=2, most=100)
        limit = number_from(request, "limit", usual=MOST_COMPANIONS, most=MOST_COMPANIONS)
        known = ("from", "to", "window_s", "min_cameras", "limit")
        asked = asked_plate(request, "plate.companions-seen", known)
        terms = Terms(since, until, timedelta(seconds=window_s), cameras)
        found = bootstrap.find_companions()(asked.plate, asked.cameras, terms, limit)
        return Response(presentation.companions(found))
