"""/api/v1/detections: objects seen, newest first, and how many of what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections.application.detections import Count
from mosaic_backend.detections.infrastructure.detection_search import facets, newest
from mosaic_backend.detections.interfaces.detection_filters import (
    FILTERS,
    PARAMETERS,
    REPEATED,
    asked_by,
    filters_from,
)
from mosaic_backend.detections.interfaces.presentation import presented_detection
from mosaic_backend.detections.interfaces.serializers import DetectionSerializer, FacetsSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.pagination import cursor_of, id_of, limit_of
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.permissions import Verb


class DetectionsView(GenericAPIView[Any]):
    required_verb = Verb.SEARCH
    serializer_class = DetectionSerializer

    @extend_schema(
        operation_id="list_detections",
        summary="List detections",
        parameters=PARAMETERS,
        responses=DetectionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page may have fewer than `limit` items, or none, and still a `next_cursor`.

        Each page looks through a bounded number of detections, so a search for what is rare goes on over pages.
        """
        refuse_unknown_parameters(request, FILTERS, repeated=REPEATED)
        cursor = request.query_params.get("cursor")
        before = id_of(cursor) if cursor else None
        rows, after = newest(filters_from(request), before, limit_of(request))
        _note(request)
        names = camera_names({row.camera_id for row in rows})
        return Response(
            {
                "items": [presented_detection(row, names) for row in rows],
                "next_cursor": cursor_of(after) if after else None,
            }
        )


class FacetsView(APIView):
    required_verb = Verb.SEARCH

    @extend_schema(
        operation_id="count_detections", parameters=PARAMETERS, responses=FacetsSerializer
    )
    def get(self, request: Request) -> Response:
        """How many detections there are by label, zone, camera and hour, for the filters of the list.

        Of so many that counting them would take long the newest 20,000 are looked at: see `complete`.
        """
        refuse_unknown_parameters(request, FILTERS, paginated=False, repeated=REPEATED)
        found = facets(filters_from(request))
        _note(request)
        names = camera_names({UUID(count.value) for count in found.cameras})
        by_id = {str(camera_id): name for camera_id, name in names.items()}
        return Response(
            {
                "total": found.total,
                "complete": found.counted_from is None,
                "counted_from": found.counted_from,
                "labels": _told(found.labels),
                "zones": _told(found.zones),
                "cameras": [
                    {**each, "name": by_id.get(each["value"])} for each in _told(found.cameras)
                ],
                "hours": _told(found.hours),
            }
        )


def _told(counts: Sequence[Count]) -> list[dict[str, Any]]:
    return [{"value": count.value, "count": count.number} for count in counts]


def _note(request: Request) -> None:
    if asked := asked_by(request):
        record(principal_of_request(request), "detections.searched", "", asked)
