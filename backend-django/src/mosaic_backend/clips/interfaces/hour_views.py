"""/api/v1/recordings/hours: the signed heads over a camera's recordings, hour by hour."""

import base64
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.clips.infrastructure.evidence.seal_models import HourSeal
from mosaic_backend.clips.infrastructure.evidence.sealing import head_of
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from, span_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb


class HourSealSerializer(serializers.Serializer[Any]):
    """head: canonical JSON, exactly what was signed; sha256: of it, by which the next head names it."""

    camera = serializers.UUIDField(source="camera_id")
    number = serializers.IntegerField()
    hour = serializers.DateTimeField()
    segments = serializers.IntegerField()
    head = serializers.CharField(source="content")
    signature = serializers.SerializerMethodField()
    sha256 = serializers.SerializerMethodField()

    def get_signature(self, row: HourSeal) -> str:
        """Ed25519, in base64."""
        return base64.b64encode(bytes(row.signature)).decode()

    def get_sha256(self, row: HourSeal) -> str:
        return head_of(row).digest


class HoursView(GenericAPIView[HourSeal]):
    required_verb = Verb.EXPORT
    serializer_class = HourSealSerializer

    @extend_schema(
        operation_id="list_recording_hours",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID, required=True),
            OpenApiParameter(
                "from", OpenApiTypes.DATETIME, description="Hours that begin then or later."
            ),
            OpenApiParameter("to", OpenApiTypes.DATETIME, description="Hours that begin before."),
        ],
        responses=HourSealSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The heads of a camera's hours, newest first. An hour whose files came late has several.

        They stay when the recordings are gone. Their keys: `GET /api/v1/evidence/keys`.
        """
        refuse_unknown_parameters(request, ("camera", "from", "to"))
        camera = id_from(request, "camera")
        if camera is None:
            raise InvalidInputError("camera is needed", pointer="camera")
        if camera not in visible_cameras(principal_of_request(request), Verb.EXPORT):
            raise NotFoundError("there is no such camera")
        since, until = span_from(request)
        span: dict[str, Any] = {"hour__gte": since, "hour__lt": until}
        told = {name: at for name, at in span.items() if at}
        page = self.paginate_queryset(HourSeal.objects.filter(camera_id=camera, **told)) or []
        return self.get_paginated_response(HourSealSerializer(page, many=True).data)
