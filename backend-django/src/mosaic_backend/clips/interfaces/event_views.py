"""/api/v1/recordings/event-rules: cameras of which only what lies around events is kept."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera, visible_cameras
from mosaic_backend.clips.infrastructure.recording.event_models import EventRule
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import ConflictError, NotFoundError
from mosaic_contracts.permissions import Verb


class EventRuleSerializer(serializers.Serializer[Any]):
    """labels: which detections keep footage, none: every one; plates: whether plate reads do."""

    camera = serializers.UUIDField(source="camera_id", read_only=True)
    before_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    after_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    labels = serializers.ListField(
        child=serializers.CharField(min_length=1, max_length=64), max_length=64, default=list
    )
    plates = serializers.BooleanField(default=True)


class EventRulesSerializer(serializers.Serializer[Any]):
    items = EventRuleSerializer(many=True)


class EventRulesView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(operation_id="list_recording_event_rules", responses=EventRulesSerializer)
    def get(self, request: Request) -> Response:
        """All rules of the cameras that the caller may configure."""
        refuse_unknown_parameters(request, paginated=False)
        scope = visible_cameras(principal_of_request(request), Verb.CONFIGURE)
        rows = EventRule.objects.order_by("camera_id")
        if not scope.all:
            rows = rows.filter(camera_id__in=scope.ids)
        return Response({"items": EventRuleSerializer(rows, many=True).data})


class EventRuleView(APIView):
    required_verb = Verb.CONFIGURE

    @extend_schema(
        operation_id="put_recording_event_rule",
        request=EventRuleSerializer,
        responses=EventRuleSerializer,
    )
    def put(self, request: Request, camera_id: UUID) -> Response:
        """From now on, files of the camera near which nothing was seen go after some minutes."""
        self._check(request, camera_id)
        known = camera(camera_id)
        if known is None:
            raise NotFoundError("there is no such camera")
        if not known.ai.enabled:
            raise ConflictError("The AI does not look at this camera: nothing would tell events.")
        given = EventRuleSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        with transaction.atomic():
            rule, _ = EventRule.objects.update_or_create(
                camera_id=camera_id,
                defaults=given.validated_data,
                create_defaults={**given.validated_data, "judged_until": timezone.now()},
            )
            self._record(request, "recording-events.set", camera_id, given.validated_data)
        return Response(EventRuleSerializer(rule).data)

    @extend_schema(operation_id="delete_recording_event_rule", responses={204: None})
    def delete(self, request: Request, camera_id: UUID) -> Response:
        """From now on everything is kept again, as long as the camera's days say."""
        self._check(request, camera_id)
        with transaction.atomic():
            if not EventRule.objects.filter(camera_id=camera_id).delete()[0]:
                raise NotFoundError("the camera has no such rule")
            self._record(request, "recording-events.removed", camera_id, {})
        return Response(status=204)

    def _check(self, request: Request, camera_id: UUID) -> None:
        """Raises NotFoundError."""
        if camera_id not in visible_cameras(principal_of_request(request), Verb.CONFIGURE):
            raise NotFoundError("there is no such camera")

    def _record(
        self, request: Request, action: str, camera_id: UUID, told: dict[str, object]
    ) -> None:
        principal = principal_of_request(request)
        record(principal, action, f"camera:{camera_id}", {"camera": camera_id, **told})
