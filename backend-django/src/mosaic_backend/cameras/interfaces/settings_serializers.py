"""What is set of a camera, as bodies: recording, AI, live view, place, tags."""

from typing import Any

import pydantic
from rest_framework import serializers

from mosaic_backend.cameras.domain.camera import MAX_TAG_LENGTH, Position, position_of, tags_of
from mosaic_backend.cameras.interfaces.zones import ZoneSerializer
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.internal_api import RECORDING_MODES, AiSettings

MAX_CLASSES = 80


def _position(given: Any) -> Position:
    try:
        return position_of(dict(given))
    except pydantic.ValidationError as error:
        raise serializers.ValidationError(
            "A position is {lat, lon} in degrees, or {plan, x, y} with x and y from 0 to 1.",
            code="position",
        ) from error


class TagsField(serializers.ListField):
    """Tags, each once, in order."""

    child = serializers.CharField(max_length=MAX_TAG_LENGTH)

    def to_internal_value(self, data: Any) -> tuple[str, ...]:  # type: ignore[override]
        try:
            return tags_of(super().to_internal_value(data))
        except InvalidInputError as error:
            raise serializers.ValidationError(error.detail, code="tags") from error


def _words(most: int) -> serializers.ListField:
    child = serializers.CharField(min_length=1, max_length=64)
    return serializers.ListField(child=child, max_length=most, default=list)


class EventSettingsSerializer(serializers.Serializer[Any]):
    """What keeps footage of a camera that is recorded on events, and how much before and after each."""

    before_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    after_s = serializers.IntegerField(min_value=5, max_value=60, default=10)
    detections = serializers.BooleanField(default=True)
    labels = _words(64)
    zones = _words(32)
    plates = serializers.BooleanField(default=True, help_text="Every plate read")
    watch_lists = serializers.BooleanField(
        default=True, help_text="Plate reads that a watch list asks for"
    )
    camera_events = serializers.BooleanField(
        default=False, help_text="What the camera tells of by itself (ONVIF)"
    )


class RecordingSerializer(serializers.Serializer[Any]):
    mode = serializers.ChoiceField(choices=RECORDING_MODES, default="off")
    otherwise = serializers.ChoiceField(
        choices=RECORDING_MODES, default="off", help_text="Outside of the schedule's times"
    )
    retention_days = serializers.IntegerField(min_value=1, max_value=3650, default=7)
    schedule = serializers.UUIDField(
        allow_null=True, default=None, help_text="When `mode` holds; null: always"
    )
    events = EventSettingsSerializer(required=False)


class AiSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField(default=True)
    classes = serializers.ListField(
        child=serializers.CharField(max_length=64),
        max_length=MAX_CLASSES,
        default=lambda: list(AiSettings().classes),
    )
    read_plates = serializers.BooleanField(default=True)
    capture = serializers.BooleanField(
        required=False,
        help_text="Whether pictures may be kept to train models with; not unless somebody says so",
    )
    zones = ZoneSerializer(many=True, default=list, max_length=32)  # type: ignore[call-arg]
    schedule = serializers.UUIDField(
        allow_null=True, default=None, help_text="When to look; null: always"
    )


class LiveSerializer(serializers.Serializer[Any]):
    transcode = serializers.ChoiceField(
        choices=["never", "when_needed"],
        default="never",
        help_text="Whether what a browser cannot play (H.265, B-frames over WebRTC) is made H.264 while "
        "somebody watches; that takes a third to a whole of a processor core a stream",
    )


class PositionSerializer(serializers.Serializer[Any]):
    """On the map, by lat and lon, or on a floor plan, by its name and the shares x and y."""

    lat = serializers.FloatField(required=False, help_text="Degrees, WGS 84")
    lon = serializers.FloatField(required=False)
    plan = serializers.CharField(required=False, max_length=100)
    x = serializers.FloatField(required=False, help_text="Share of the plan, origin top left")
    y = serializers.FloatField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        return _position(super().to_internal_value(data))
