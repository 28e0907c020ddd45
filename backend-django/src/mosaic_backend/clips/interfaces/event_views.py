"""/api/v1/recordings/events: whether quiet footage goes of cameras on events, or why it stays."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.clips.domain.events import DOUBTS
from mosaic_backend.clips.infrastructure.recording.event_models import EventWatch
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.permissions import Verb


class EventWatchSerializer(serializers.Serializer[Any]):
    """doubt: why everything stays; judged_until: where the footage begins of which nothing is decided yet."""

    camera = serializers.UUIDField(source="camera_id")
    doubt = serializers.ChoiceField(
        choices=[doubt for doubt in DOUBTS if doubt],
        allow_null=True,
        help_text="Null: what nothing was seen in goes",
    )
    since = serializers.DateTimeField(source="doubt_since", allow_null=True)
    judged_until = serializers.DateTimeField()

    def to_representation(self, instance: EventWatch) -> dict[str, Any]:
        told: dict[str, Any] = super().to_representation(instance)
        return told | {"doubt": instance.doubt or None}


class EventWatchesSerializer(serializers.Serializer[Any]):
    items = EventWatchSerializer(many=True)


class EventWatchesView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(operation_id="list_event_recordings", responses=EventWatchesSerializer)
    def get(self, request: Request) -> Response:
        """The cameras that the caller may configure and that are recorded on events at some time."""
        refuse_unknown_parameters(request, paginated=False)
        scope = visible_cameras(principal_of_request(request), Verb.CONFIGURE)
        rows = EventWatch.objects.order_by("camera_id")
        if not scope.all:
            rows = rows.filter(camera_id__in=scope.ids)
        return Response({"items": EventWatchSerializer(rows, many=True).data})
