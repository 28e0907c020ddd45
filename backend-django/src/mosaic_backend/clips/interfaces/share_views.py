"""/api/v1/clips/{id}/shares: links to a clip for people without an account."""

from datetime import timedelta
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
from mosaic_backend.clips.infrastructure.models import ClipState
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare
from mosaic_backend.clips.infrastructure.sharing.share_store import make_share
from mosaic_backend.clips.interfaces.views import visible_clip
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_contracts.errors import ConflictError, NotFoundError
from mosaic_contracts.permissions import Verb

LONGEST = timedelta(days=30)
MOST_OF_CLIP = 50


class ShareRequestSerializer(serializers.Serializer[Any]):
    """recipient: for whom it is; stands in the audit log, and with `watermark` in every picture."""

    recipient = serializers.CharField(max_length=120)
    expires_at = serializers.DateTimeField(help_text="At most 30 days from now.")
    watermark = serializers.BooleanField(required=False)

    def validate_expires_at(self, value: Any) -> Any:
        if not timezone.now() < value <= timezone.now() + LONGEST:
            raise serializers.ValidationError("is not within the next 30 days")
        return value


class ShareSerializer(serializers.ModelSerializer[ClipShare]):
    """`locked_until`: after too many wrong codes."""

    class Meta:
        model = ClipShare
        fields = [
            "id",
            "recipient",
            "watermark",
            "state",
            "created_by",
            "created_at",
            "expires_at",
            "revoked_at",
            "revoked_by",
            "wrong_codes",
            "locked_until",
            "opened",
            "last_opened_at",
        ]
        read_only_fields = fields


class SharesSerializer(serializers.Serializer[Any]):
    items = ShareSerializer(many=True)


class NewShareSerializer(serializers.Serializer[Any]):
    """link: a path of the console; it and the code are told this once, and should go different ways."""

    share = ShareSerializer()
    link = serializers.CharField()
    code = serializers.CharField()


class SharesView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="list_clip_shares", responses=SharesSerializer)
    def get(self, request: Request, clip_id: UUID) -> Response:
        """Newest first, those that are over too."""
        clip = visible_clip(request, clip_id)
        rows = ClipShare.objects.filter(clip=clip).order_by("-id")
        return Response({"items": ShareSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="share_clip",
        request=ShareRequestSerializer,
        responses={201: NewShareSerializer},
    )
    def post(self, request: Request, clip_id: UUID) -> Response:
        """Makes a link to a ready clip and the code that opens it."""
        given = ShareRequestSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        clip, principal = visible_clip(request, clip_id), principal_of_request(request)
        if clip.state != ClipState.READY:
            raise ConflictError(f"the clip is {clip.state}")
        if ClipShare.objects.filter(clip=clip).count() >= MOST_OF_CLIP:
            raise ConflictError(f"a clip has at most {MOST_OF_CLIP} links")
        wish = given.validated_data
        with transaction.atomic():
            made = make_share(
                clip,
                recipient=wish["recipient"],
                expires_at=wish["expires_at"],
                watermark=wish.get("watermark", False),
                creator_id=principal.user_id,
                created_by=principal.username,
            )
            record(principal, "clip.shared", f"clip:{clip.id}", told_of(made.share))
        body = {
            "share": ShareSerializer(made.share).data,
            "link": f"/shared/{made.secret}",
            "code": made.code,
        }
        return Response(body, status=201, headers={"Cache-Control": "no-store"})


class RevokeShareView(APIView):
    required_verb = Verb.EXPORT

    @extend_schema(operation_id="revoke_clip_share", request=None, responses=ShareSerializer)
    def post(self, request: Request, clip_id: UUID, share_id: UUID) -> Response:
        """Ends a link at once, also for who has it open. Again changes nothing."""
        clip, principal = visible_clip(request, clip_id), principal_of_request(request)
        with transaction.atomic():
            rows = ClipShare.objects.select_for_update().filter(pk=share_id, clip=clip)
            share = rows.first()
            if share is None:
                raise NotFoundError
            if share.revoked_at is None:
                share.revoked_at, share.revoked_by = timezone.now(), principal.username
                share.save()
                record(principal, "clip.share-revoked", f"clip:{clip.id}", told_of(share))
        return Response(ShareSerializer(share).data)


def told_of(share: ClipShare) -> dict[str, object]:
    """For the audit log."""
    return {
        "share": share.id,
        "recipient": share.recipient,
        "camera": share.clip.camera_id,
        "expires_at": share.expires_at,
        "watermark": share.watermark,
    }
