"""The bodies of the camera endpoints."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.cameras.domain.camera import CameraDraft
from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow, Site
from mosaic_backend.cameras.interfaces.zones import ZoneSerializer
from mosaic_contracts.internal_api import AiSettings, RecordingSettings

MAX_CLASSES = 80


class RecordingSerializer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=["off", "continuous"], default="off")
    retention_days = serializers.IntegerField(min_value=1, max_value=3650, default=7)


class AiSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField(default=True)
    classes = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=MAX_CLASSES,
        default=lambda: list(AiSettings().classes),
    )
    read_plates = serializers.BooleanField(default=True)
    zones = ZoneSerializer(many=True, default=list, max_length=32)  # type: ignore[call-arg]


class TrackSerializer(serializers.Serializer[Any]):
    codec = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class StateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(
        choices=["unknown", "disabled", "idle", "connecting", "online", "error"]
    )
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    tracks = TrackSerializer(many=True)


class CameraSerializer(serializers.Serializer[Any]):
    """A camera as it is told; the address without user and password."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source_url = serializers.CharField(help_text="Without user and password")
    enabled = serializers.BooleanField()
    group = serializers.UUIDField(allow_null=True)
    recording = RecordingSerializer()
    ai = AiSerializer()
    state = StateSerializer()
    revision = serializers.IntegerField()


class CameraInputSerializer(serializers.Serializer[Any]):
    """A camera as an administrator sends it; what is left out of a PATCH stays."""

    name = serializers.CharField(max_length=100)
    source_url = serializers.CharField(
        max_length=2048,
        trim_whitespace=False,
        help_text="Credentials are kept and never returned; sent back without them, they stay",
    )
    enabled = serializers.BooleanField(default=True)
    group = serializers.UUIDField(allow_null=True, default=None)
    recording = RecordingSerializer(required=False)
    ai = AiSerializer(required=False)

    def draft(self, present: CameraDraft | None = None) -> CameraDraft:
        """The validated body over what is there; a partial body changes only what it names."""
        given = self.validated_data
        base = present if present is not None and self.partial else None
        recording = base.recording.model_dump() if base else {}
        ai = base.ai.model_dump() if base else {}
        return CameraDraft(
            name=given.get("name", base.name if base else ""),
            source_url=given.get("source_url", base.source_url if base else ""),
            enabled=given.get("enabled", base.enabled if base else True),
            group_id=given.get("group", base.group_id if base else None),
            recording=RecordingSettings.model_validate(recording | given.get("recording", {})),
            ai=AiSettings.model_validate(ai | given.get("ai", {})),
        )


class GroupSerializer(serializers.ModelSerializer[CameraGroup]):
    class Meta:
        model = CameraGroup
        fields = ["id", "name", "site"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = ["id", "name"]


class ProbeTrackSerializer(TrackSerializer):
    fps = serializers.FloatField(allow_null=True)
    gop_s = serializers.FloatField(allow_null=True)
    has_b_frames = serializers.BooleanField(allow_null=True)


class ProbeSerializer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    tracks = ProbeTrackSerializer(many=True)
    took_ms = serializers.FloatField()


def told(row: CameraRow) -> dict[str, Any]:
    """A row, with its stream state joined, as the API tells it."""
    return {
        "id": str(row.id),
        "name": row.name,
        "source_url": row.source_address,
        "enabled": row.enabled,
        "group": str(row.group_id) if row.group_id else None,
        "recording": {"mode": row.recording_mode, "retention_days": row.retention_days},
        "ai": {
            "enabled": row.ai_enabled,
            "classes": row.ai_classes,
            "read_plates": row.ai_read_plates,
            "zones": row.zones,
        },
        "state": _state(row),
        "revision": row.revision,
    }


def _state(row: CameraRow) -> dict[str, Any]:
    known = getattr(row, "stream_state", None)
    if not row.enabled or known is None:
        return {
            "state": "unknown" if row.enabled else "disabled",
            "reason": None,
            "detail": None,
            "changed_at": None,
            "tracks": [],
        }
    return {
        "state": known.state,
        "reason": known.reason,
        "detail": known.detail,
        "changed_at": known.changed_at,
        "tracks": known.tracks,
    }
