"""What the REST interface takes and answers."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework import serializers

from mosaic_backend.clips.domain.spans import MAX_CLIP
from mosaic_backend.clips.infrastructure.models import Clip, ClipState

AHEAD = timedelta(seconds=5)
"""A client's clock may be this much before ours."""


class ClipRequestSerializer(serializers.Serializer[Any]):
    """`from` and `to`: what to save, at most an hour, up to now."""

    camera = serializers.UUIDField()

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


class ClipSerializer(serializers.ModelSerializer[Clip]):
    camera = serializers.UUIDField(source="camera_id")
    camera_name = serializers.SerializerMethodField()
    state = serializers.ChoiceField(ClipState.choices)
    file = serializers.SerializerMethodField(help_text="Where the MP4 is, once it is ready.")

    class Meta:
        model = Clip
        fields = [
            "id",
            "camera",
            "camera_name",
            "state",
            "reason",
            "detail",
            "size_bytes",
            "sha256",
            "requested_by",
            "requested_at",
            "finished_at",
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

    def get_file(self, row: Clip) -> str | None:
        return f"/api/v1/clips/{row.id}/file" if row.state == ClipState.READY else None


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
