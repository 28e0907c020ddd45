"""/api/v1/recordings/playback, …/media and …/thumbnail: recordings as pictures that move."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names, visible_cameras
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.infrastructure import parts
from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
from mosaic_backend.clips.infrastructure.playback.playback_store import has_recordings, is_indexed
from mosaic_backend.clips.infrastructure.playback.playback_window import Playable, playback_window
from mosaic_backend.clips.infrastructure.recording.ledger_store import stretches
from mosaic_backend.clips.infrastructure.video.fragment_index import Fragment, FragmentIndex
from mosaic_backend.clips.infrastructure.video.segment_file import is_segment_name
from mosaic_backend.clips.interfaces.playback_serializers import PlaybackSerializer
from mosaic_backend.shared.http.downloads import is_first_fetch
from mosaic_backend.shared.http.filters import refuse_unknown_parameters
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.query_values import id_from, instant_from, span_from
from mosaic_backend.shared.http.ranged_file import ranged_file
from mosaic_contracts.errors import InvalidInputError, NotFoundError
from mosaic_contracts.permissions import Verb

LONGEST = timedelta(minutes=15)
_CAMERA = OpenApiParameter("camera", OpenApiTypes.UUID, required=True)


class PlaybackView(APIView):
    required_verb = Verb.PLAYBACK

    @extend_schema(
        operation_id="get_playback",
        parameters=[
            _CAMERA,
            OpenApiParameter("from", OpenApiTypes.DATETIME, required=True),
            OpenApiParameter("to", OpenApiTypes.DATETIME, required=True),
        ],
        responses=PlaybackSerializer,
    )
    def get(self, request: Request) -> Response:
        """Where the pictures of a camera are, for at most 15 minutes, and what is not there and why.

        Begins with a fragment from which the first instant can be shown.
        """
        refuse_unknown_parameters(request, ("camera", "from", "to"), paginated=False)
        camera = _camera(request)
        since, until = span_from(request)
        if since is None or until is None:
            raise InvalidInputError("from and to are needed", pointer="to" if since else "from")
        if not since < until or until - since > LONGEST:
            raise InvalidInputError("to lies at most 15 minutes after from", pointer="to")
        window = playback_window(parts.recordings_folder(), camera, since, until)
        if not window.files and not camera_names({camera}) and not has_recordings(camera):
            raise NotFoundError("there is no such camera")
        answer = Response(
            {
                "camera": str(camera),
                "from": _instant(since),
                "to": _instant(until),
                "now": _instant(timezone.now()),
                "files": [_file(file) for file in window.files],
                "gaps": _gaps([*stretches([camera], since, until)[camera], *window.unreadable]),
            }
        )
        principal = principal_of_request(request)
        if window.files and is_first_fetch(answer, principal.user_id, f"playback:{camera}"):
            shows = {"camera": camera, "from": since, "to": until}
            record(principal, "recording.played", f"camera:{camera}", shows)
        return answer


class MediaView(APIView):
    required_verb = Verb.PLAYBACK

    @extend_schema(
        operation_id="get_recording_media",
        parameters=[_CAMERA, OpenApiParameter("file", OpenApiTypes.STR, required=True)],
        responses={(200, "video/mp4"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """A recorded file that `…/playback` named, by `Range`."""
        refuse_unknown_parameters(request, ("camera", "file"), paginated=False)
        camera, name = _camera(request), request.query_params.get("file", "")
        if not is_segment_name(name):
            raise InvalidInputError("file is no name of a recording", pointer="file")
        if not is_indexed(camera, name):
            raise NotFoundError("there is no such recording")
        path = parts.recordings_folder() / str(camera) / name
        try:
            return ranged_file(path, request.headers.get("Range"), "video/mp4", opener=opened)
        except FileNotFoundError as error:
            raise NotFoundError("the file is gone") from error
        except UnreadableRecordingError as error:
            raise RecordingUnreadableError(str(error)) from error


class ThumbnailView(APIView):
    required_verb = Verb.PLAYBACK

    @extend_schema(
        operation_id="get_recording_thumbnail",
        parameters=[_CAMERA, OpenApiParameter("at", OpenApiTypes.DATETIME, required=True)],
        responses={
            (200, "image/jpeg"): OpenApiResponse(OpenApiTypes.BINARY),
            204: OpenApiResponse(description="Nothing was recorded then."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        """The key frame before the instant, at most 320 pixels wide; `X-Picture-Time` tells its own."""
        refuse_unknown_parameters(request, ("camera", "at"), paginated=False)
        camera, at = _camera(request), instant_from(request, "at")
        if at is None:
            raise InvalidInputError("at is needed", pointer="at")
        found = parts.thumbnails().at(camera, at)
        if found is None:
            return HttpResponse(status=204)
        headers = {
            "X-Picture-Time": _instant(found.at),
            "Cache-Control": "private",
            "Vary": "Authorization",
        }
        return HttpResponse(found.jpeg, content_type="image/jpeg", headers=headers)


def _camera(request: Request) -> UUID:
    camera = id_from(request, "camera")
    if camera is None:
        raise InvalidInputError("camera is needed", pointer="camera")
    if camera not in visible_cameras(principal_of_request(request), Verb.PLAYBACK):
        raise NotFoundError("there is no such camera")
    return camera


def _file(file: Playable) -> dict[str, Any]:
    index: FragmentIndex = file.index
    return {
        "name": file.name,
        "starts_at": _instant(index.starts_at),
        "codec": index.track.codec,
        "track": index.track.id,
        "width": index.track.width,
        "height": index.track.height,
        "frame_s": round(index.frame_s, 6),
        "grows": file.grows,
        "init": b64encode(index.init).decode(),
        "fragments": [_fragment(fragment) for fragment in file.fragments],
    }


def _fragment(fragment: Fragment) -> dict[str, Any]:
    return {
        "offset": fragment.offset,
        "bytes": fragment.bytes,
        "start_s": round(fragment.start_s, 6),
        "end_s": round(fragment.end_s, 6),
        "key_s": round(fragment.keys[0].at_s, 6) if fragment.keys else None,
    }


def _gaps(told: Sequence[Stretch]) -> list[dict[str, str]]:
    """Each whole: how long a gap is should not depend on where one looks at it."""
    return [
        {
            "from": _instant(one.start),
            "to": _instant(one.end),
            "kind": one.kind,
            "cause": one.cause,
        }
        for one in sorted(told, key=lambda one: one.start)
        if one.kind != "recorded"
    ]


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC).isoformat().removesuffix('+00:00')}Z"
