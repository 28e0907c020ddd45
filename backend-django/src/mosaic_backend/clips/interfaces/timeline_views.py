"""/api/v1/recordings/timeline: what every second of cameras is."""

from datetime import timedelta
from typing import Any

import orjson
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.clips.domain.ledger import CAUSES, KINDS
from mosaic_backend.clips.infrastructure.recording.timeline import written_timelines
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import ids_from, seconds_from, span_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb

MOST_CAMERAS = 64
A_DAY = timedelta(days=1)
SHOWN_KINDS = (*KINDS, "mixed")


class TimelinePartSerializer(serializers.Serializer[Any]):
    """How long one state of a mixed span lasted, all its pieces together."""

    kind = serializers.ChoiceField(choices=KINDS)
    cause = serializers.ChoiceField(choices=CAUSES, allow_blank=True)
    seconds = serializers.FloatField()


class TimelineSpanSerializer(serializers.Serializer[Any]):
    """cause: why it was skipped or is missing; empty of what was recorded, and of a mixed span.

    mixed: neighbours that are each shorter than the asked resolution; `parts` tells them, the longest first.
    """

    kind = serializers.ChoiceField(choices=SHOWN_KINDS)
    cause = serializers.ChoiceField(choices=CAUSES, allow_blank=True)
    parts = TimelinePartSerializer(many=True, required=False)

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}


class CameraTimelineSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    spans = TimelineSpanSerializer(many=True)


class TimelineSerializer(serializers.Serializer[Any]):
    items = CameraTimelineSerializer(many=True)


class TimelineView(APIView):
    required_verb = Verb.PLAYBACK

    @extend_schema(
        operation_id="get_recordings_timeline",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID, required=True, many=True, explode=True),
            OpenApiParameter("from", OpenApiTypes.DATETIME),
            OpenApiParameter("to", OpenApiTypes.DATETIME),
            OpenApiParameter(
                "resolution",
                OpenApiTypes.DOUBLE,
                description="Seconds: neighbours that are shorter come as one span `mixed`, as for a pixel of a"
                " screen. Without it every span comes.",
            ),
        ],
        responses=TimelineSerializer,
    )
    def get(self, request: Request) -> Response:
        """Every second of up to 64 cameras: recorded, skipped, or missing with its cause.

        Of the last day unless asked otherwise. The spans of a camera follow each other, from where its ledger
        begins to what is known, seconds ago.
        """
        refuse_unknown_parameters(
            request, ("camera", "from", "to", "resolution"), paginated=False, repeated=("camera",)
        )
        cameras = ids_from(request, "camera", most=MOST_CAMERAS)
        if not cameras:
            raise InvalidInputError("camera is needed", pointer="camera")
        visible = visible_cameras(principal_of_request(request), Verb.PLAYBACK)
        if any(camera not in visible for camera in cameras):
            raise NotFoundError("there is no such camera")
        since, until = span_from(request)
        resolution = seconds_from(request, "resolution", most=A_DAY)
        until = until or (since + A_DAY if since else timezone.now())
        since = since or until - A_DAY
        written = written_timelines(cameras, since, until, resolution)
        items = [
            {"camera": str(camera), "spans": orjson.Fragment(written[camera])} for camera in cameras
        ]
        return Response({"items": items})
