"""What the REST interface of retention and holds takes and answers. A gigabyte has 10⁹ bytes."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.clips.infrastructure.recording.retention_models import LegalHold

GB = 1_000_000_000


class GigabytesField(serializers.FloatField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0.001, max_value=1e9, **kwargs)


class CameraLimitSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    max_gigabytes = GigabytesField()


class RetentionSerializer(serializers.Serializer[Any]):
    """max_gigabytes: of all cameras together, null: as much as the disk bears; cameras: those with a limit."""

    max_gigabytes = GigabytesField(allow_null=True)
    cameras = CameraLimitSerializer(many=True)

    def validate_cameras(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({one["camera"] for one in given}) != len(given):
            raise serializers.ValidationError("a camera is there twice")
        return given


class WishedDaysSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    retention_days = serializers.IntegerField(min_value=1, max_value=3650)


class SimulationRequestSerializer(RetentionSerializer):
    """retention_days: other days than the cameras have, to see what they would do."""

    retention_days = WishedDaysSerializer(many=True, required=False, default=list)


class GoingSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    files = serializers.IntegerField()
    bytes = serializers.IntegerField()
    oldest = serializers.DateTimeField()
    newest = serializers.DateTimeField()


class SimulationSerializer(serializers.Serializer[Any]):
    files = serializers.IntegerField()
    bytes = serializers.IntegerField()
    over_by_bytes = serializers.IntegerField(
        help_text="What is still too much then, because it is held or being written."
    )
    cameras = GoingSerializer(many=True)


class CameraStockSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    bytes = serializers.IntegerField()
    bytes_per_day = serializers.IntegerField()


class ForecastSerializer(serializers.Serializer[Any]):
    """full_in_days: null where at this pace it never is; disk_*: null where the disk is not seen from here."""

    disk_bytes = serializers.IntegerField(allow_null=True)
    disk_free_bytes = serializers.IntegerField(allow_null=True)
    stored_bytes = serializers.IntegerField()
    bytes_per_day = serializers.IntegerField()
    full_in_days = serializers.FloatField(allow_null=True)
    cameras = CameraStockSerializer(many=True)


class HoldSerializer(serializers.ModelSerializer[LegalHold]):
    camera = serializers.UUIDField(source="camera_id")
    reason = serializers.CharField(max_length=500)

    class Meta:
        model = LegalHold
        fields = [
            "id",
            "camera",
            "reason",
            "placed_by",
            "placed_at",
            "released_by",
            "released_at",
        ]
        read_only_fields = ["placed_by", "placed_at", "released_by", "released_at"]

    def get_fields(self) -> dict[str, Any]:
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(source="starts_at"),
            "to": serializers.DateTimeField(source="ends_at"),
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["starts_at"] >= attrs["ends_at"]:
            raise serializers.ValidationError({"to": "is not after `from`"})
        return attrs
