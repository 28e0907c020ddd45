"""What the REST interface takes and answers."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.alerts.infrastructure.models import Alert, WatchList, WatchListEntry
from mosaic_backend.detections.facade import fold


class PlateTextField(serializers.CharField):
    """The text of a plate: at least one letter or digit."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not fold(text):
            raise serializers.ValidationError("a plate has at least one letter or digit")
        return text


class WatchListEntrySerializer(serializers.ModelSerializer[WatchListEntry]):
    text = PlateTextField(max_length=32)
    folded = serializers.CharField(read_only=True)

    class Meta:
        model = WatchListEntry
        fields = ["id", "text", "folded", "note"]


class WatchListSerializer(serializers.ModelSerializer[WatchList]):
    entry_count = serializers.IntegerField(read_only=True)
    entries = WatchListEntrySerializer(
        many=True,
        write_only=True,
        required=False,
        help_text="Plates to begin with; later ones go to /watchlists/{id}/entries.",
    )

    class Meta:
        model = WatchList
        fields = [
            "id",
            "name",
            "reason",
            "severity",
            "enabled",
            "entry_count",
            "entries",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]

    def validate_entries(self, entries: list[Any]) -> list[Any]:
        if len(entries) > MAX_ENTRIES:
            raise serializers.ValidationError(f"at most {MAX_ENTRIES} at once")
        return entries


MAX_ENTRIES = 1000


class AlertSerializer(serializers.ModelSerializer[Alert]):
    camera = serializers.UUIDField(source="camera_id", allow_null=True, read_only=True)
    camera_name = serializers.SerializerMethodField()
    plate_read = serializers.UUIDField(source="plate_read_id", allow_null=True, read_only=True)
    watchlist = serializers.UUIDField(source="watchlist_id", allow_null=True, read_only=True)
    acknowledged = serializers.SerializerMethodField()

    class Meta:
        model = Alert
        fields = [
            "id",
            "kind",
            "severity",
            "title",
            "camera",
            "camera_name",
            "plate_read",
            "watchlist",
            "raised_at",
            "acknowledged",
            "acknowledged_at",
            "acknowledged_by",
            "note",
        ]
        read_only_fields = fields

    def get_camera_name(self, row: Alert) -> str | None:
        names: dict[Any, str] = self.context.get("camera_names", {})
        return names.get(row.camera_id)

    def get_acknowledged(self, row: Alert) -> bool:
        return row.acknowledged_at is not None


class AcknowledgementSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
