"""The bodies of the camera endpoints."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rest_framework import serializers

from mosaic_backend.cameras.domain.camera import KEY_PATTERN, CameraDraft
from mosaic_backend.cameras.domain.recording import recording_over
from mosaic_backend.cameras.interfaces.settings_serializers import (
    AiSerializer,
    LiveSerializer,
    PositionSerializer,
    RecordingSerializer,
    TagsField,
)
from mosaic_backend.cameras.interfaces.state_serializers import (
    KeptProbeSerializer,
    StateSerializer,
    StatusSerializer,
)
from mosaic_contracts.internal_api import AiSettings, LiveSettings


class CameraSerializer(serializers.Serializer[Any]):
    """A camera as it is told; the address without user and password."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source_url = serializers.CharField(help_text="Without user and password")
    enabled = serializers.BooleanField()
    group = serializers.UUIDField(allow_null=True)
    site = serializers.UUIDField(allow_null=True)
    key = serializers.CharField(help_text="How configuration files know it")
    sub_url = serializers.CharField(
        allow_null=True, help_text="The smaller stream, without user and password"
    )
    tags = serializers.ListField(child=serializers.CharField())
    position = PositionSerializer(allow_null=True)
    recording = RecordingSerializer()
    ai = AiSerializer()
    live = LiveSerializer()
    offline_alarm = serializers.BooleanField()
    state = StateSerializer()
    status = StatusSerializer()
    probe = KeptProbeSerializer(allow_null=True, help_text="What the last probe told")
    ptz = serializers.BooleanField(help_text="Whether it can be moved, as far as ONVIF told")
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
    site = serializers.UUIDField(allow_null=True, default=None)
    key = serializers.RegexField(
        KEY_PATTERN, required=False, help_text="Unique; its id unless given"
    )
    sub_url = serializers.CharField(
        max_length=2048,
        trim_whitespace=False,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="A smaller stream of the same picture; credentials as in source_url",
    )
    tags = TagsField(default=list)
    position = PositionSerializer(allow_null=True, default=None)
    recording = RecordingSerializer(required=False)
    ai = AiSerializer(required=False)
    live = LiveSerializer(required=False)
    offline_alarm = serializers.BooleanField(required=False, help_text="True unless given")

    def draft(self, present: CameraDraft | None = None) -> CameraDraft:
        """The validated body over what is there; a partial body changes only what it names."""
        given = self.validated_data
        base = present if present is not None and self.partial else None
        return edited(base or CameraDraft(name="", source_url=""), given)


def edited(base: CameraDraft, given: Mapping[str, Any]) -> CameraDraft:
    """A draft with the fields of a validated body over it."""
    columns = {
        **{name: name for name in ("name", "source_url", "key", "enabled", "offline_alarm")},
        **{"group": "group_id", "site": "site_id", "tags": "tags", "position": "position"},
    }
    changes = {columns[name]: value for name, value in given.items() if name in columns}
    if "sub_url" in given:
        changes["sub_url"] = given["sub_url"] or ""
    if recording := given.get("recording"):
        changes["recording"] = recording_over(base.recording, recording)
        if "schedule" in recording:
            changes["recording_schedule_id"] = recording["schedule"]
    if ai := given.get("ai"):
        changes["ai"] = AiSettings.model_validate(base.ai.model_dump() | ai)
        if "schedule" in ai:
            changes["ai_schedule_id"] = ai["schedule"]
    if live := given.get("live"):
        changes["live"] = LiveSettings.model_validate(base.live.model_dump() | live)
    return replace(base, **changes)


class CloneSerializer(CameraInputSerializer):
    """What differs from the camera that is cloned; nothing has to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs, partial=True)
