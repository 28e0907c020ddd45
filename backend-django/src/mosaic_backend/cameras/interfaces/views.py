"""REST: cameras."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.audited import record_change
from mosaic_backend.cameras.interfaces.copy_views import (
    BulkAnswerSerializer,
    BulkSerializer,
    change_alike,
)
from mosaic_backend.cameras.interfaces.filters import FILTERS, filtered
from mosaic_backend.cameras.interfaces.presentation import told
from mosaic_backend.cameras.interfaces.selection import check_group, visible_row, visible_rows
from mosaic_backend.cameras.interfaces.serializers import CameraInputSerializer, CameraSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.preconditions import etag_of, expected_version
from mosaic_contracts.permissions import TO_KNOW, Verb

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=False)
IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)


def answer(row: CameraRow, status: int = 200) -> Response:
    headers = {"ETag": etag_of(row.revision)}
    if status == 201:
        headers["Location"] = f"/api/v1/cameras/{row.id}"
    return Response(told(row), status=status, headers=headers)


class CamerasView(GenericAPIView[CameraRow]):
    required_verb = {"GET": TO_KNOW, "POST": Verb.CONFIGURE, "PATCH": Verb.CONFIGURE}
    serializer_class: type[serializers.BaseSerializer[CameraRow]] = CameraSerializer
    queryset = CameraRow.objects.none()

    @extend_schema(
        operation_id="list_cameras",
        parameters=[
            OpenApiParameter("group", OpenApiTypes.UUID),
            OpenApiParameter("enabled", bool),
            OpenApiParameter(
                "site", OpenApiTypes.UUID, description="The camera's own or its group's"
            ),
            OpenApiParameter("tags", str, description="Tags with commas between: cameras with all"),
            OpenApiParameter("name", str, description="Part of the name, in any case"),
            OpenApiParameter("text", str, description="Part of name, key, address or a tag"),
        ],
        responses=CameraSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The cameras that one may see, newest first."""
        refuse_unknown_parameters(request, FILTERS)
        rows = filtered(visible_rows(principal_of_request(request), *TO_KNOW), request)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response([told(row) for row in page])

    @extend_schema(
        operation_id="create_camera",
        parameters=[IDEMPOTENCY_KEY],
        request=CameraInputSerializer,
        responses={201: CameraSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Adds a camera; the other parts take it up by themselves."""
        given = CameraInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        draft = given.draft()
        check_group(principal, draft.group_id)
        with transaction.atomic():
            camera = camera_administration().add(draft)
            record_change(principal, None, camera)
        return answer(visible_row(principal, camera.id, *TO_KNOW), 201)

    @extend_schema(
        operation_id="change_cameras", request=BulkSerializer, responses=BulkAnswerSerializer
    )
    def patch(self, request: Request) -> Response:
        """Changes many cameras alike: all of them, or none where one cannot be."""
        return change_alike(request)


class CameraView(GenericAPIView[CameraRow]):
    required_verb = {
        "GET": TO_KNOW,
        "PUT": Verb.CONFIGURE,
        "PATCH": Verb.CONFIGURE,
        "DELETE": Verb.CONFIGURE,
    }
    serializer_class: type[serializers.BaseSerializer[CameraRow]] = CameraSerializer
    pagination_class = None
    queryset = CameraRow.objects.none()

    @extend_schema(operation_id="get_camera", responses=CameraSerializer)
    def get(self, request: Request, camera_id: UUID) -> Response:
        """One camera."""
        return answer(visible_row(principal_of_request(request), camera_id, *TO_KNOW))

    @extend_schema(
        operation_id="replace_camera",
        parameters=[IF_MATCH],
        request=CameraInputSerializer,
        responses=CameraSerializer,
    )
    def put(self, request: Request, camera_id: UUID) -> Response:
        """Replaces what is set; what the body leaves out goes back to its default."""
        return self._change(request, camera_id, partial=False)

    @extend_schema(
        operation_id="change_camera",
        parameters=[IF_MATCH],
        request=CameraInputSerializer,
        responses=CameraSerializer,
    )
    def patch(self, request: Request, camera_id: UUID) -> Response:
        """Changes what the body names."""
        return self._change(request, camera_id, partial=True)

    @extend_schema(
        operation_id="delete_camera",
        parameters=[IF_MATCH],
        responses={204: OpenApiResponse(description="Removed")},
    )
    def delete(self, request: Request, camera_id: UUID) -> Response:
        """Removes the camera; what was recorded of it stays."""
        principal = principal_of_request(request)
        row = visible_row(principal, camera_id, Verb.CONFIGURE)
        with transaction.atomic():
            camera_administration().remove(camera_id, expected_revision=expected_version(request))
            record_change(principal, camera_of(row), None)
        return Response(status=204)

    def _change(self, request: Request, camera_id: UUID, *, partial: bool) -> Response:
        principal = principal_of_request(request)
        present = visible_row(principal, camera_id, Verb.CONFIGURE)
        given = CameraInputSerializer(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        expected = expected_version(request)
        if partial and expected is None:
            expected = present.revision  # the parts that stay are those that were just read
        draft = given.draft(camera_of(present).draft)
        check_group(principal, draft.group_id)
        with transaction.atomic():
            camera = camera_administration().change(camera_id, draft, expected_revision=expected)
            if camera.revision != present.revision:
                record_change(principal, camera_of(present), camera)
        return answer(visible_row(principal, camera_id, *TO_KNOW))
