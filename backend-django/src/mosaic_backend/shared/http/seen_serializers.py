"""What the console's interface and the partners' say alike of what was seen; each adds its own to it."""

from typing import Any

from rest_framework import serializers


def box_field() -> Any:
    return serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="x, y, width, height in shares of the picture, origin top left",
    )


class FrameFields(serializers.Serializer[Any]):
    """Pixels of the picture."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()


class VehicleFields(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # a field's label is not meant
    confidence = serializers.FloatField()
    box = box_field()
    colour = serializers.CharField(allow_null=True)


class ImagesFields(serializers.Serializer[Any]):
    """Addresses of the crops, relative to the server; null where there is none."""

    plate = serializers.CharField(allow_null=True)
    vehicle = serializers.CharField(allow_null=True)
    scene = serializers.CharField(allow_null=True)


class DetectionFields(serializers.Serializer[Any]):
    """One object in one picture."""

    id = serializers.UUIDField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    captured_at = serializers.DateTimeField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's label is not meant
    confidence = serializers.FloatField()
    box = box_field()
    track_id = serializers.UUIDField(allow_null=True)
    zones = serializers.ListField(child=serializers.CharField())


class PlateFields(serializers.Serializer[Any]):
    """One passage of one plate. `score` and `why` tell how well it fits the search; null without a text."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    confidence = serializers.FloatField()
    score = serializers.FloatField(allow_null=True)
    why = serializers.CharField(allow_null=True)
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    first_seen_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    final = serializers.BooleanField(help_text="False: it may still get better")
    votes = serializers.IntegerField()
    box = box_field()
    zones = serializers.ListField(child=serializers.CharField())
