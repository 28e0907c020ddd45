"""/api/v1/shared-clips: what somebody with a link and its code may do, and nothing else."""

from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mosaic_backend.audit.facade import record
from mosaic_backend.cameras.facade import camera_names
from mosaic_backend.clips.infrastructure.encryption.kept_files import open_kept
from mosaic_backend.clips.infrastructure.sharing.share_models import ShareState
from mosaic_backend.clips.infrastructure.sharing.share_store import (
    WrongCodeError,
    open_share,
    share_file,
    valid_share,
)
from mosaic_backend.clips.interfaces.share_views import told_of
from mosaic_backend.shared.http.downloads import download
from mosaic_contracts.errors import ConflictError, NotFoundError

COOKIE = "mosaic-shared-clip"
OPEN_FOR_S = 3600
_SALT = "mosaic.shared-clip"


class PassCodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=40)


class SharedClipSerializer(serializers.Serializer[Any]):
    """state: `preparing` while the watermark is burned in; the file is there once it is `ready`."""

    title = serializers.CharField()
    camera_name = serializers.CharField()
    recipient = serializers.CharField()
    state = serializers.ChoiceField(ShareState.choices)
    expires_at = serializers.DateTimeField()
    file = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}


class OpenSharedClipView(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="open_shared_clip",
        auth=[],
        request=PassCodeSerializer,
        responses=SharedClipSerializer,
    )
    def post(self, request: Request, secret: str) -> Response:
        """Opens a link with its code: for an hour the cookie that is set gives its file."""
        given = PassCodeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            opened = open_share(secret, given.validated_data["code"])
        except WrongCodeError:
            _tell_of_wrong_code(secret)
            raise
        share, clip = opened.share, opened.share.clip
        if opened.is_news:
            preparing = share.state == ShareState.PREPARING
            action = "clip.share-awaited" if preparing else "clip.share-opened"
            record(f"share:{share.id}", action, f"clip:{clip.id}", told_of(share))
        body = {
            "title": clip.title,
            "camera_name": camera_names({clip.camera_id}).get(clip.camera_id, ""),
            "recipient": share.recipient,
            "from": clip.starts_at,
            "to": clip.ends_at,
            "state": share.state,
            "expires_at": share.expires_at,
            "file": f"/api/v1/shared-clips/{secret}/file",
        }
        answer = Response(SharedClipSerializer(body).data, headers={"Cache-Control": "no-store"})
        left_s = int((share.expires_at - datetime.now(UTC)).total_seconds())
        answer.set_cookie(
            COOKIE,
            signing.dumps(str(share.id), salt=_SALT),
            max_age=max(min(OPEN_FOR_S, left_s), 1),
            path=f"/api/v1/shared-clips/{secret}/",
            secure=request.is_secure(),
            httponly=True,
            samesite="Strict",
        )
        return answer


class SharedClipFileView(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="get_shared_clip_file",
        auth=[],
        parameters=[OpenApiParameter(COOKIE, str, OpenApiParameter.COOKIE, required=True)],
        responses={(200, "video/mp4"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, secret: str) -> HttpResponseBase:
        """The MP4, whole or by `Range`, to who has opened the link."""
        try:
            opened = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=OPEN_FOR_S)
        except signing.BadSignature as error:
            raise NotFoundError("this link does not lead anywhere") from error
        share = valid_share(secret)
        if opened != str(share.id):
            raise NotFoundError("this link does not lead anywhere")
        if share.state != ShareState.READY:
            raise ConflictError(f"the file is {share.state}")
        name = f"{share.clip.starts_at:%Y%m%dT%H%M%SZ}.mp4"
        return download(request, share_file(share), name, "video/mp4", open_kept)


def _tell_of_wrong_code(secret: str) -> None:
    """Unless it was the link's last."""
    try:
        share = valid_share(secret)
    except NotFoundError:
        return
    record(f"share:{share.id}", "clip.share-refused", f"clip:{share.clip_id}", told_of(share))
