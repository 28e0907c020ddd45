"""What the REST interface answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class ReadVehicleSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # a field's label is not meant
    confidence = serializers.FloatField()
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)
    colour = serializers.CharField(allow_null=True)


class ReadImagesSerializer(serializers.Serializer[Any]):
    """Addresses of the evidence crops, relative to the server; null where there is none."""

    plate = serializers.CharField(allow_null=True)
    vehicle = serializers.CharField(allow_null=True)
    scene = serializers.CharField(allow_null=True)


class SeenFrameSerializer(serializers.Serializer[Any]):
    """Pixels of the picture."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()


@extend_schema_field(
    {
        "type": "array",
        "description": "For each glyph of `folded` the likeliest characters with probabilities, best first.",
        "items": {
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"type": "number"}],
                "minItems": 2,
                "maxItems": 2,
            },
        },
    }
)
class CandidatesField(serializers.JSONField):
    """As in the event `mosaic.plate.read.v1`: `[[["8", 0.61], ["B", 0.34]], …]`."""


class PlateReadSerializer(serializers.Serializer[Any]):
    """One passage of one plate. `score` and `why` tell how well it fits the search; null without a text."""

    id = serializers.UUIDField()
    text = serializers.CharField()
    folded = serializers.CharField()
    confidence = serializers.FloatField()
    score = serializers.FloatField(allow_null=True)
    why = serializers.CharField(allow_null=True)
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    first_seen_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    revision = serializers.IntegerField()
    final = serializers.BooleanField()
    votes = serializers.IntegerField()
    track_id = serializers.UUIDField()
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)
    frame = SeenFrameSerializer()
    vehicle = ReadVehicleSerializer(allow_null=True)
    zones = serializers.ListField(child=serializers.CharField())
    images = ReadImagesSerializer()
    candidates = CandidatesField()
    engine = serializers.CharField()


class PlatePageSerializer(serializers.Serializer[Any]):
    items = PlateReadSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class DetectionSerializer(serializers.Serializer[Any]):
    """One object in one frame; `box` is (x, y, width, height) in shares of the picture."""

    id = serializers.UUIDField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    captured_at = serializers.DateTimeField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field's label is not meant
    confidence = serializers.FloatField()
    box = serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4)
    track_id = serializers.UUIDField(allow_null=True)
    zones = serializers.ListField(child=serializers.CharField())
    frame = SeenFrameSerializer()
    engine = serializers.CharField()
