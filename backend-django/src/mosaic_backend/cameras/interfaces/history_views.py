"""REST: when a camera was online and when not."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.cameras.infrastructure.models import CameraStatusChange
from mosaic_backend.cameras.interfaces.selection import visible_row
from mosaic_backend.shared.http.filters import of_span, refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.permissions import TO_KNOW


class StatusChangeSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=["online", "offline", "disabled"])
    reason = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()
    previous_since = serializers.DateTimeField(allow_null=True)
    previous_lasted_s = serializers.SerializerMethodField()

    def get_previous_lasted_s(self, row: CameraStatusChange) -> float | None:
        if row.previous_since is None:
            return None
        return (row.since - row.previous_since) / timedelta(seconds=1)


class HistoryView(GenericAPIView[CameraStatusChange]):
    required_verb = {"GET": TO_KNOW}
    serializer_class: type[serializers.BaseSerializer[Any]] = StatusChangeSerializer
    queryset = CameraStatusChange.objects.none()

    @extend_schema(
        operation_id="get_camera_history",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.DATETIME),
            OpenApiParameter("to", OpenApiTypes.DATETIME),
        ],
        responses=StatusChangeSerializer(many=True),
    )
    def get(self, request: Request, camera_id: UUID) -> Response:
        """Changes of the camera's status, newest first; disturbances too short to count are left out."""
        refuse_unknown_parameters(request, {"from", "to"})
        row = visible_row(principal_of_request(request), camera_id, *TO_KNOW)
        rows: QuerySet[CameraStatusChange] = CameraStatusChange.objects.filter(camera_id=row.id)
        rows = of_span(rows, request, "since")
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(StatusChangeSerializer(page, many=True).data)
