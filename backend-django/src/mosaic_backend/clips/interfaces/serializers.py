"""What the REST interface takes and answers."""

from datetime import timedelta
from typing import Any, get_args

from django.utils import timezone
from rest_framework import serializers

from mosaic_backend.clips.application.recordings import Method, Stage
from mosaic_backend.clips.domain.ledger import CAUSES, GAP_KINDS
from mosaic_backend.clips.domain.spans import MAX_CLIP
from mosaic_backend.clips.infrastructure.cutting.clip_queue import MOST_OF_USER
from mosaic_backend.clips.infrastructure.cutting.clip_store import OPEN
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_contracts.permissions import Principal, Role

AHEAD = timedelta(seconds=5)
"""A client's clock may be this much before ours."""


class ClipRequestSerializer(serializers.Serializer[Any]):
    """`from` and `to`: what to save, at most an hour, up to now.

    `exact`: from its first picture to its last; else it begins with the key frame before, and nothing is encoded.
    """

    camera = serializers.UUIDField()
    title = serializers.CharField(max_length=120, required=False, allow_blank=True)
    exact = serializers.BooleanField(required=False)

    def get_fields(self) -> dict[str, Any]:
        # `from` cannot be an attribute of a class.
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["from"] >= attrs["to"]:
            raise serializers.ValidationError({"to": "is not after `from`"})
        if attrs["to"] - attrs["from"] > MAX_CLIP:
            raise serializers.ValidationError({"to": "a clip is at most an hour long"})
        if attrs["to"] > timezone.now() + AHEAD:
            raise serializers.ValidationError({"to": "lies in the future"})
        return attrs


class ClipsRequestSerializer(ClipRequestSerializer):
    """The same time of several cameras: a clip each, in one group."""

    camera = None  # type: ignore[assignment]
    cameras = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=MOST_OF_USER
    )

    def validate_cameras(self, value: list[Any]) -> list[Any]:
        if len(set(value)) != len(value):
            raise serializers.ValidationError("names a camera twice")
        return value


class PieceSerializer(serializers.Serializer[Any]):
    """Pictures without a gap between them; at_s: where in the file they begin."""

    at_s = serializers.FloatField()

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}


class GapSerializer(serializers.Serializer[Any]):
    """What of the wish was not recorded, and why."""

    kind = serializers.ChoiceField(choices=GAP_KINDS)
    cause = serializers.ChoiceField(choices=[each for each in CAUSES if each])

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}


class ClipSerializer(serializers.ModelSerializer[Clip]):
    """A saved time range.

    `pieces`: what the file shows, null until it is ready. `changes_at`: from then on the camera's stream was
    another one (as when its size changes); what came then is the clip `continued_in`, in the same group.
    """

    camera = serializers.UUIDField(source="camera_id")
    camera_name = serializers.SerializerMethodField()
    state = serializers.ChoiceField(ClipState.choices)
    progress = serializers.IntegerField(help_text="In a hundred.")
    stage = serializers.ChoiceField(choices=get_args(Stage))
    method = serializers.ChoiceField(
        choices=get_args(Method), allow_blank=True, help_text="How much of it was encoded anew."
    )
    pieces = PieceSerializer(many=True, allow_null=True)
    gaps = GapSerializer(many=True, allow_null=True)
    may_cancel = serializers.SerializerMethodField(help_text="Whether the asker may, now.")
    may_delete = serializers.SerializerMethodField(help_text="Whether it is the asker's to delete.")
    file = serializers.SerializerMethodField(help_text="Where the MP4 is, once it is ready.")

    class Meta:
        model = Clip
        fields = [
            "id",
            "camera",
            "camera_name",
            "title",
            "group",
            "exact",
            "state",
            "progress",
            "stage",
            "reason",
            "detail",
            "size_bytes",
            "sha256",
            "requested_by",
            "requested_at",
            "finished_at",
            "method",
            "pieces",
            "gaps",
            "changes_at",
            "continued_in",
            "may_cancel",
            "may_delete",
            "file",
        ]
        read_only_fields = fields

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(source="starts_at", read_only=True),
            "to": serializers.DateTimeField(source="ends_at", read_only=True),
        }

    def get_camera_name(self, row: Clip) -> str | None:
        names: dict[Any, str] = self.context.get("camera_names", {})
        return names.get(row.camera_id)

    def get_may_cancel(self, row: Clip) -> bool:
        return row.state in OPEN and is_its(self.context.get("principal"), row)

    def get_may_delete(self, row: Clip) -> bool:
        return row.state not in OPEN and is_its(self.context.get("principal"), row)

    def get_file(self, row: Clip) -> str | None:
        return f"/api/v1/clips/{row.id}/file" if row.state == ClipState.READY else None


class ClipGroupSerializer(serializers.Serializer[Any]):
    """group: null where it is of one camera."""

    group = serializers.UUIDField(allow_null=True)
    items = ClipSerializer(many=True)


def is_its(principal: Principal | None, clip: Clip) -> bool:
    """Whether somebody may stop and delete it: who asked for it, and administrators."""
    if principal is None:
        return False
    return principal.role is Role.ADMIN or clip.requester_id == principal.user_id


class RecordedSpanSerializer(serializers.Serializer[Any]):
    duration_s = serializers.FloatField()

    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(),
            **super().get_fields(),
        }


class RecordedSpansSerializer(serializers.Serializer[Any]):
    items = RecordedSpanSerializer(many=True)
