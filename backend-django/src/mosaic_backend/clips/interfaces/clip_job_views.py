"""/api/v1/clips/batch and /api/v1/clips/{id}/cancel."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.clips.infrastructure.cutting.clip_store import cancel
from mosaic_backend.clips.infrastructure.models import ClipState
from mosaic_backend.clips.interfaces.serializers import (
    ClipGroupSerializer,
    ClipSerializer,
    ClipsRequestSerializer,
    is_its,
)
from mosaic_backend.clips.interfaces.views import shown_clips, visible_clip
from mosaic_backend.clips.interfaces.wishes import wished_clips
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import PermissionDeniedError
from mosaic_contracts.permissions import Verb


class ClipBatchView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(
        operation_id="request_clips",
        request=ClipsRequestSerializer,
        responses={202: ClipGroupSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Saves the same time of up to 20 cameras, a clip each; all are taken on or none."""
        given = ClipsRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        principal = principal_of_request(request)
        wanted = {
            f"/cameras/{number}": camera
            for number, camera in enumerate(given.validated_data["cameras"])
        }
        clips = wished_clips(principal, wanted, given.validated_data)
        body = {
            "group": str(clips[0].group) if clips[0].group else None,
            "items": shown_clips(clips, principal),
        }
        return Response(body, status=202)


class CancelClipView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="cancel_clip", request=None, responses=ClipSerializer)
    def post(self, request: Request, clip_id: UUID) -> Response:
        """Ends a clip that is queued or being cut; no file stays. For who asked for it, and administrators."""
        clip, principal = visible_clip(request, clip_id), principal_of_request(request)
        if not is_its(principal, clip):
            raise PermissionDeniedError("it is somebody else's clip")
        with transaction.atomic():
            was = clip.state
            clip = cancel(clip_id)
            if was != ClipState.CANCELLED:
                record(principal, "clip.cancelled", f"clip:{clip_id}", {"camera": clip.camera_id})
        return Response(shown_clips([clip], principal)[0])
