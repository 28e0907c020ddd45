"""/api/v1/detections: objects seen, newest first."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.detections import bootstrap
from mosaic_backend.detections.interfaces.presentation import presented_detection
from mosaic_backend.detections.interfaces.scope import cameras_to_search
from mosaic_backend.detections.interfaces.serializers import DetectionSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from, share_from, span_from, text_from
from mosaic_contracts.permissions import Verb

FILTERS = ("camera", "label", "from", "to", "min_confidence", "zone")


class DetectionsView(GenericAPIView[Any]):
    required_verb = Verb.SEARCH
    serializer_class = DetectionSerializer

    @extend_schema(
        operation_id="list_detections",
        summary="List detections",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter("label", str),
            OpenApiParameter("from", OpenApiTypes.DATETIME, description="Captured at or after."),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Captured before."),
            OpenApiParameter("min_confidence", float),
            OpenApiParameter("zone", str, description="The name of a zone that holds the object."),
        ],
        responses=DetectionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, FILTERS)
        page: list[Any] = self.paginate_queryset(self._rows(request)) or []
        cameras: set[UUID] = {row.camera_id for row in page}
        names = camera_names(cameras)
        asked = {
            name: request.query_params[name] for name in FILTERS if name in request.query_params
        }
        if asked:
            record(principal_of_request(request), "detections.searched", "", asked)
        return self.get_paginated_response([presented_detection(row, names) for row in page])

    def _rows(self, request: Request) -> QuerySet[Any]:
        since, until = span_from(request)
        return bootstrap.detections(
            cameras=cameras_to_search(principal_of_request(request), id_from(request, "camera")),
            label=text_from(request, "label"),
            since=since,
            until=until,
            min_confidence=share_from(request, "min_confidence"),
            zone=text_from(request, "zone", max_length=200),
        )
