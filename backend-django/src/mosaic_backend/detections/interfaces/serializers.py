"""What the REST interface answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mosaic_backend.shared.http.seen_serializers import (
    DetectionFields,
    FrameFields,
    ImagesFields,
    PlateFields,
    VehicleFields,
)
from mosaic_contracts.events.types import TravelDirection


class ReadVehicleSerializer(VehicleFields):
    pass


class ReadImagesSerializer(ImagesFields):
    """Addresses of the evidence crops, relative to the server; null where there is none."""


class SeenFrameSerializer(FrameFields):
    """Pixels of the picture."""


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


class PlateCorrectionSerializer(serializers.Serializer[Any]):
    """What a person says that the plate reads."""

    text = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    corrected_by = serializers.CharField()
    corrected_at = serializers.DateTimeField()


class PlateReadSerializer(PlateFields):
    """One passage of one plate. `score` and `why` tell how well it fits the search; null without a text.

    `text` and all that belongs to it is what was read, whatever `correction` says.
    """

    folded = serializers.CharField()
    revision = serializers.IntegerField()
    track_id = serializers.UUIDField()
    frame = SeenFrameSerializer()
    vehicle = ReadVehicleSerializer(allow_null=True)
    images = ReadImagesSerializer()
    candidates = CandidatesField()
    engine = serializers.CharField()
    direction = serializers.ChoiceField(
        choices=[each.value for each in TravelDirection],
        allow_null=True,
        help_text="As the camera sees it; null: not known",
    )
    correction = PlateCorrectionSerializer(allow_null=True)


class PlatePageSerializer(serializers.Serializer[Any]):
    """`estimated_total` is of all pages, by the database's statistics where there are many; null: not known."""

    items = PlateReadSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    estimated_total = serializers.IntegerField(allow_null=True)


class WeekAccuracySerializer(serializers.Serializer[Any]):
    """Of the reads of a week that a person looked at. `low` and `high`: the 95 % interval of `accuracy`."""

    week = serializers.DateField(help_text="Its Monday, UTC")
    reviewed = serializers.IntegerField()
    right = serializers.IntegerField()
    accuracy = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class CameraAccuracySerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    weeks = WeekAccuracySerializer(many=True)


class AccuracySerializer(serializers.Serializer[Any]):
    items = CameraAccuracySerializer(many=True)


class CountSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()


class ValueCountSerializer(CountSerializer):
    value = serializers.CharField()


class CameraCountSerializer(CountSerializer):
    value = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)


class HourCountSerializer(CountSerializer):
    value = serializers.DateTimeField(help_text="When the hour begins")


class FacetsSerializer(serializers.Serializer[Any]):
    """Exact counts of the newest detections, the most frequent values first, at most 50 of each kind.

    `complete`: all that satisfy the filters were counted; otherwise those since about `counted_from`.
    """

    total = serializers.IntegerField()
    complete = serializers.BooleanField()
    counted_from = serializers.DateTimeField(allow_null=True)
    labels = ValueCountSerializer(many=True)
    zones = ValueCountSerializer(many=True)
    cameras = CameraCountSerializer(many=True)
    hours = HourCountSerializer(many=True, help_text="In order; by the clock of UTC")


class DetectionSerializer(DetectionFields):
    """One object in one frame; `box` is (x, y, width, height) in shares of the picture."""

    frame = SeenFrameSerializer()
    engine = serializers.CharField()
