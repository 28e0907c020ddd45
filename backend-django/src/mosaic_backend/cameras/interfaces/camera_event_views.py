"""/api/v1/camera-events: what cameras told of by themselves, newest first."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.cameras.infrastructure.camera_event_models import KINDS
from mosaic_backend.cameras.infrastructure.models import CameraEventRow
from mosaic_backend.shared.http.filters import of_span, refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb

FILTERS = ("camera", "kind", "from", "to")


class CameraEventSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    camera = serializers.UUIDField(source="camera_id")
    camera_name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField(choices=KINDS)
    topic = serializers.CharField(help_text="The camera's own word for it")
    active = serializers.BooleanField(
        allow_null=True, help_text="It began or ended; null: it only happened"
    )
    occurred_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        child = serializers.CharField()
        source = serializers.DictField(child=child, help_text="What of the camera told it")
        return {**super().get_fields(), "source": source}

    def get_camera_name(self, row: CameraEventRow) -> str | None:
        names: dict[Any, str] = self.context.get("names", {})
        return names.get(row.camera_id)


class CameraEventsView(GenericAPIView[CameraEventRow]):
    required_verb = Verb.SEARCH
    serializer_class: type[serializers.BaseSerializer[Any]] = CameraEventSerializer
    queryset = CameraEventRow.objects.none()

    @extend_schema(
        operation_id="list_camera_events",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID),
            OpenApiParameter("kind", str, enum=KINDS),
            OpenApiParameter("from", OpenApiTypes.DATETIME, description="Occurred at or after."),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Occurred before."),
        ],
        responses=CameraEventSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Of the cameras that the caller may search; removed ones too."""
        refuse_unknown_parameters(request, FILTERS)
        page = self.paginate_queryset(self._rows(request)) or []
        context = {"names": camera_names({row.camera_id for row in page})}
        told = CameraEventSerializer(page, many=True, context=context)
        return self.get_paginated_response(told.data)

    def _rows(self, request: Request) -> QuerySet[CameraEventRow]:
        scope = visible_cameras(principal_of_request(request), Verb.SEARCH)
        rows: QuerySet[CameraEventRow] = CameraEventRow.objects.all()
        if (camera := id_from(request, "camera")) is not None:
            rows = rows.filter(camera_id=camera) if camera in scope else rows.none()
        elif not scope.all:
            rows = rows.filter(camera_id__in=scope.ids)
        if (kind := request.query_params.get("kind")) is not None:
            if kind not in KINDS:
                raise InvalidInputError("There is no such kind.", pointer="kind")
            rows = rows.filter(kind=kind)
        return of_span(rows, request, "occurred_at")
