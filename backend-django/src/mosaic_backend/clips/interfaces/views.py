"""/api/v1/recordings and /api/v1/clips."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.clips import facade
from mosaic_backend.clips.domain.spans import Span, within
from mosaic_backend.clips.infrastructure.cutting.clip_deletion import decide
from mosaic_backend.clips.infrastructure.encryption.kept_files import open_kept
from mosaic_backend.clips.infrastructure.models import Clip
from mosaic_backend.clips.infrastructure.recording.ledger_store import EVER
from mosaic_backend.clips.infrastructure.recording.recording_index import recorded_spans
from mosaic_backend.clips.interfaces.clip_cookie import ClipCookieAuthentication, open_for
from mosaic_backend.clips.interfaces.serializers import (
    ClipRequestSerializer,
    ClipSerializer,
    RecordedSpansSerializer,
    is_its,
)
from mosaic_backend.clips.interfaces.wishes import wished_clips
from mosaic_backend.shared.http.downloads import download, is_first_fetch
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.idempotency import idempotent
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from, span_from
from mosaic_contracts.errors import InvalidInputError, NotFoundError, PermissionDeniedError
from mosaic_contracts.permissions import Principal, Verb


class RecordingsView(APIView):
    required_verb = Verb.PLAYBACK

    @extend_schema(
        operation_id="list_recordings",
        parameters=[
            OpenApiParameter("camera", OpenApiTypes.UUID, required=True),
            OpenApiParameter("from", OpenApiTypes.DATETIME),
            OpenApiParameter("to", OpenApiTypes.DATETIME),
        ],
        responses=RecordedSpansSerializer,
    )
    def get(self, request: Request) -> Response:
        """The spans that were recorded of a camera, oldest first; one that grows is seconds behind."""
        refuse_unknown_parameters(request, ("camera", "from", "to"), paginated=False)
        camera = id_from(request, "camera")
        if camera is None:
            raise InvalidInputError("camera is needed", pointer="camera")
        if camera not in visible_cameras(principal_of_request(request), Verb.PLAYBACK):
            raise NotFoundError("there is no such camera")
        since, until = span_from(request)
        wish = Span(since or EVER[0], until or EVER[1])
        spans = within(recorded_spans(camera, wish), wish)
        shown = [
            {
                "from": span.start,
                "to": span.end,
                "duration_s": (span.end - span.start).total_seconds(),
            }
            for span in spans
        ]
        return Response(RecordedSpansSerializer({"items": shown}).data)


def _visible(principal: Principal, verb: Verb) -> QuerySet[Clip]:
    scope = visible_cameras(principal, verb)
    return Clip.objects.all() if scope.all else Clip.objects.filter(camera_id__in=scope.ids)


def shown_clips(clips: Sequence[Clip], principal: Principal) -> Any:
    names = camera_names({clip.camera_id for clip in clips})
    context = {"camera_names": names, "principal": principal}
    return ClipSerializer(clips, many=True, context=context).data


class ClipsView(GenericAPIView[Clip]):
    required_verb = Verb.EXPORT
    serializer_class = ClipSerializer

    @extend_schema(
        operation_id="list_clips",
        parameters=[OpenApiParameter("group", OpenApiTypes.UUID)],
        responses=ClipSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, ("group",))
        principal = principal_of_request(request)
        rows = _visible(principal, Verb.EXPORT)
        if group := id_from(request, "group"):
            rows = rows.filter(group=group)
        page: list[Clip] = self.paginate_queryset(rows) or []
        return self.get_paginated_response(shown_clips(page, principal))

    @extend_schema(
        operation_id="request_clip",
        request=ClipRequestSerializer,
        responses={202: ClipSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Saves a time range; answers at once, with the clip's address in `Location`."""
        given = ClipRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        wish = given.validated_data
        principal = principal_of_request(request)
        [clip] = wished_clips(principal, {"/camera": wish["camera"]}, wish)
        return Response(
            shown_clips([clip], principal)[0],
            status=202,
            headers={"Location": f"/api/v1/clips/{clip.id}"},
        )


class ClipView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="get_clip", responses=ClipSerializer)
    def get(self, request: Request, clip_id: UUID) -> Response:
        clip = visible_clip(request, clip_id)
        return Response(shown_clips([clip], principal_of_request(request))[0])

    @extend_schema(operation_id="delete_clip", responses={204: None})
    def delete(self, request: Request, clip_id: UUID) -> Response:
        """Takes a clip away for good, its file and its links too. For who asked for it, and administrators.

        Not while it is worked on (`conflict`), under a legal hold (`clip-held`), or once an evidence package was
        made of it (`clip-in-evidence`).
        """
        clip, principal = visible_clip(request, clip_id), principal_of_request(request)
        if not is_its(principal, clip):
            raise PermissionDeniedError("it is somebody else's clip")
        with transaction.atomic():
            clip = decide(clip_id, deleted_by=principal.username)
            told = {
                "camera": clip.camera_id,
                "from": clip.starts_at,
                "to": clip.ends_at,
                "title": clip.title,
                "state": clip.state,
                "sha256": clip.sha256,
            }
            record(principal, "clip.deleted", f"clip:{clip_id}", told)
        return Response(status=204)


class OpenClipView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="open_clip", request=None, responses={204: None})
    def post(self, request: Request, clip_id: UUID) -> Response:
        """Sets a cookie that gives the clip's files for a quarter of an hour: to a player or a link of a page."""
        clip = visible_clip(request, clip_id)
        answer = Response(status=204, headers={"Cache-Control": "no-store"})
        open_for(answer, request, clip.id)
        return answer


class ClipFileView(APIView):
    authentication_classes = [*APIView.authentication_classes, ClipCookieAuthentication]
    required_verb = Verb.EXPORT

    @extend_schema(
        operation_id="get_clip_file",
        responses={(200, "video/mp4"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, clip_id: UUID) -> HttpResponseBase:
        """The MP4, whole or by `Range`."""
        clip = facade.clip(clip_id)
        principal = principal_of_request(request)
        if clip is None or clip.camera_id not in visible_cameras(principal, Verb.EXPORT):
            raise NotFoundError
        clip.check_ready()
        answer = download(
            request, facade.clip_file(clip_id), clip.file_name, "video/mp4", open_kept
        )
        if is_first_fetch(answer, principal.user_id, f"clip:{clip_id}"):
            record(principal, "clip.fetched", f"clip:{clip_id}", clip.shows)
        return answer


def visible_clip(request: Request, clip_id: UUID) -> Clip:
    clip = _visible(principal_of_request(request), Verb.EXPORT).filter(pk=clip_id).first()
    if clip is None:
        raise NotFoundError
    return clip
