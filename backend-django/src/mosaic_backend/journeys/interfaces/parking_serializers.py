"""What the parking areas take and answer."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.journeys.infrastructure.models import ParkingArea

DIRECTIONS = ("in", "out")
MOST_GATES = 16


class GateSerializer(serializers.Serializer[Any]):
    """By which vehicles come in or go out; zone: only what is read in this zone of the camera."""

    camera = serializers.UUIDField()
    direction = serializers.ChoiceField(choices=DIRECTIONS)
    zone = serializers.CharField(max_length=64, allow_null=True, default=None)


class ParkingAreaInputSerializer(serializers.Serializer[Any]):
    """Both an entrance and an exit are needed."""

    name = serializers.CharField(max_length=100)
    capacity = serializers.IntegerField(
        min_value=1, max_value=1_000_000, allow_null=True, default=None
    )
    gates = serializers.ListField(child=GateSerializer(), min_length=2, max_length=MOST_GATES)


class ParkingAreaSerializer(serializers.ModelSerializer[ParkingArea]):
    gates = GateSerializer(many=True)

    class Meta:
        model = ParkingArea
        fields = ["id", "name", "capacity", "gates", "created_at"]


class ParkingAreasSerializer(serializers.Serializer[Any]):
    items = ParkingAreaSerializer(many=True)


class OccupancyStepSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    inside = serializers.IntegerField()


class StaySerializer(serializers.Serializer[Any]):
    """entered_at, left_at: null where that was not seen. probable: the two plates were read one edit apart."""

    plate = serializers.CharField()
    entered_at = serializers.DateTimeField(allow_null=True)
    left_at = serializers.DateTimeField(allow_null=True)
    duration_s = serializers.FloatField(allow_null=True)
    entered_read = serializers.UUIDField(allow_null=True)
    left_read = serializers.UUIDField(allow_null=True)
    probable = serializers.BooleanField()


class OccupancySerializer(serializers.Serializer[Any]):
    """inside: at the end of the time asked for; over_time: at even steps, the end included.

    median_s: of the stays of which both ends were seen. truncated: too many vehicles to count them all.
    """

    inside = serializers.IntegerField()
    capacity = serializers.IntegerField(allow_null=True)
    over_time = OccupancyStepSerializer(many=True)
    median_s = serializers.FloatField(allow_null=True)
    stays = StaySerializer(many=True, help_text="The newest 200, newest first")
    truncated = serializers.BooleanField()
