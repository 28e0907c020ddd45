"""REST: cameras."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit import facade as audit
from mosaic_backend.cameras.bootstrap import camera_administration
from mosaic_backend.cameras.infrastructure.camera_store import camera_of
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.interfaces.selection import visible_row, visible_rows
from mosaic_backend.cameras.interfaces.serializers import (
    CameraInputSerializer,
    CameraSerializer,
    told,
)
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.preconditions import etag_of, expected_version
from mosaic_backend.shared.http.query_values import id_from, text_from
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.permissions import Verb

IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=False)
IDEMPOTENCY_KEY = OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER, required=False)


def _answer(row: CameraRow, status: int = 200) -> Response:
    headers = {"ETag": etag_of(row.revision)}
    if status == 201:
        headers["Location"] = f"/api/v1/cameras/{row.id}"
    return Response(CameraSerializer(told(row)).data, status=status, headers=headers)


class CamerasView(GenericAPIView[CameraRow]):
    required_verb = {"GET": Verb.LIVE, "POST": Verb.CONFIGURE}
    serializer_class: type[serializers.BaseSerializer[CameraRow]] = CameraSerializer
    queryset = CameraRow.objects.none()

    @extend_schema(
        operation_id="list_cameras",
        parameters=[
            OpenApiParameter("group", OpenApiTypes.UUID),
            OpenApiParameter("enabled", bool),
            OpenApiParameter("name", str, description="Part of the name, in any case"),
        ],
        responses=CameraSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The cameras that one may see, newest first."""
        refuse_unknown_parameters(request, {"group", "enabled", "name"})
        rows = visible_rows(principal_of_request(request))
        if group := id_from(request, "group"):
            rows = rows.filter(group_id=group)
        if part := text_from(request, "name", max_length=100):
            rows = rows.filter(name__icontains=part)
        if enabled := request.query_params.get("enabled"):
            if enabled not in {"true", "false"}:
                raise InvalidInputError("enabled is true or false", pointer="enabled")
            rows = rows.filter(enabled=enabled == "true")
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(
            CameraSerializer([told(row) for row in page], many=True).data
        )

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
        with transaction.atomic():
            camera = camera_administration().add(given.draft())
            audit.record(
                principal, "camera.created", f"camera:{camera.id}", {"name": camera.draft.name}
            )
        return _answer(visible_row(principal, camera.id), 201)


class CameraView(GenericAPIView[CameraRow]):
    required_verb = {
        "GET": Verb.LIVE,
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
        return _answer(visible_row(principal_of_request(request), camera_id))

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
        row = visible_row(principal, camera_id)
        with transaction.atomic():
            camera_administration().remove(camera_id, expected_revision=expected_version(request))
            audit.record(principal, "camera.deleted", f"camera:{camera_id}", {"name": row.name})
        return Response(status=204)

    def _change(self, request: Request, camera_id: UUID, *, partial: bool) -> Response:
        principal = principal_of_request(request)
        present = visible_row(principal, camera_id)
        given = CameraInputSerializer(data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        expected = expected_version(request)
        if partial and expected is None:
            expected = present.revision  # the parts that stay are those that were just read
        with transaction.atomic():
            camera = camera_administration().change(
                camera_id, given.draft(camera_of(present).draft), expected_revision=expected
            )
            if camera.revision != present.revision:
                audit.record(
                    principal,
                    "camera.changed",
                    f"camera:{camera_id}",
                    {"fields": sorted(request.data), "revision": camera.revision},
                )
        return _answer(visible_row(principal, camera_id))
