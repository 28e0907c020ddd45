"""/api/v1/recordings/holds: footage that stays until somebody releases it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.clips.infrastructure.recording.ledger_store import writing_lock
from mosaic_backend.clips.infrastructure.recording.retention_models import LegalHold
from mosaic_backend.clips.interfaces.retention_serializers import HoldSerializer
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb


def told_of(hold: LegalHold) -> dict[str, object]:
    """For the audit log."""
    return {"camera": hold.camera_id, "from": hold.starts_at, "to": hold.ends_at}


class HoldsView(GenericAPIView[LegalHold]):
    required_verb = Verb.EXPORT
    serializer_class = HoldSerializer

    @extend_schema(
        operation_id="list_recording_holds",
        parameters=[OpenApiParameter("camera", OpenApiTypes.UUID)],
        responses=HoldSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first, released ones too."""
        refuse_unknown_parameters(request, ("camera",))
        scope = visible_cameras(principal_of_request(request), Verb.EXPORT)
        rows = LegalHold.objects.all()
        if not scope.all:
            rows = rows.filter(camera_id__in=scope.ids)
        if camera := id_from(request, "camera"):
            rows = rows.filter(camera_id=camera)
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(HoldSerializer(page, many=True).data)

    @extend_schema(
        operation_id="place_recording_hold",
        request=HoldSerializer,
        responses={201: HoldSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Keeps what was, is being and will be recorded of a camera in that time, whatever the limits say."""
        given = HoldSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        camera = given.validated_data["camera_id"]
        if camera not in visible_cameras(principal, Verb.EXPORT) or not camera_names({camera}):
            raise InvalidInputError("there is no such camera", pointer="/camera")
        with transaction.atomic():
            writing_lock(wait=True)  # retention decides under it
            hold = LegalHold.objects.create(**given.validated_data, placed_by=principal.username)
            record(
                principal,
                "hold.placed",
                f"hold:{hold.id}",
                told_of(hold),
                reason=hold.reason,
            )
        return Response(HoldSerializer(hold).data, status=201)


class ReleaseHoldView(GenericAPIView[LegalHold]):
    required_verb = Verb.EXPORT
    serializer_class = HoldSerializer

    @extend_schema(operation_id="release_recording_hold", request=None, responses=HoldSerializer)
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Lets the footage go when its time is over. Again changes nothing."""
        principal = principal_of_request(request)
        with transaction.atomic():
            hold = LegalHold.objects.select_for_update().filter(id=hold_id).first()
            if hold is None or hold.camera_id not in visible_cameras(principal, Verb.EXPORT):
                raise NotFoundError
            if hold.released_at is None:
                hold.released_at, hold.released_by = timezone.now(), principal.username
                hold.save()
                record(principal, "hold.released", f"hold:{hold.id}", told_of(hold))
        return Response(HoldSerializer(hold).data)
