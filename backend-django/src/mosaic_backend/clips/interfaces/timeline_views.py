"""/api/v1/recordings/timeline: what every second of cameras is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.clips.domain.ledger import CAUSES, KINDS, Stretch, holes, merged
from mosaic_backend.clips.infrastructure.ledger_store import stretches
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import ids_from, span_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb

MOST_CAMERAS = 64
A_DAY = timedelta(days=1)


class TimelineSpanSerializer(serializers.Serializer[Any]):
    """cause: why it was skipped or is missing; empty of what was recorded."""

    kind = serializers.ChoiceField(choices=KINDS)
    cause = serializers.ChoiceField(choices=CAUSES, allow_blank=True)

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
        ],
        responses=TimelineSerializer,
    )
    def get(self, request: Request) -> Response:
        """Every second of up to 64 cameras: recorded, skipped, or missing with its cause.

        Of the last day unless asked otherwise. The spans of a camera follow each other, from where its ledger
        begins to what is known, seconds ago.
        """
        refuse_unknown_parameters(
            request, ("camera", "from", "to"), paginated=False, repeated=("camera",)
        )
        cameras = ids_from(request, "camera", most=MOST_CAMERAS)
        if not cameras:
            raise InvalidInputError("camera is needed", pointer="camera")
        visible = visible_cameras(principal_of_request(request), Verb.PLAYBACK)
        if any(camera not in visible for camera in cameras):
            raise NotFoundError("there is no such camera")
        since, until = span_from(request)
        until = until or (since + A_DAY if since else timezone.now())
        since = since or until - A_DAY
        found = stretches(cameras, since, until)
        items = [
            {"camera": str(camera), "spans": _shown(found[camera], since, until)}
            for camera in cameras
        ]
        return Response({"items": items})


def _shown(found: Sequence[Stretch], since: datetime, until: datetime) -> list[dict[str, str]]:
    """Clipped to what was asked; where the ledger says nothing in between, nothing is known."""
    if not found:
        return []
    start, end = max(since, found[0].start), min(until, found[-1].end)
    unknown = [Stretch(one, two, "missing", "unknown") for one, two in holes(found, start, end)]
    told = merged(sorted((*found, *unknown), key=lambda one: one.start))
    return [
        {
            "from": _instant(max(one.start, start)),
            "to": _instant(min(one.end, end)),
            "kind": one.kind,
            "cause": one.cause,
        }
        for one in told
        if one.start < end and one.end > start
    ]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC).isoformat().removesuffix('+00:00')}Z"
