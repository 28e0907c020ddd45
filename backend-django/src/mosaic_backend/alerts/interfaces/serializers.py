"""What the REST interface takes and answers."""

from typing import Any

import pydantic
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mosaic_backend.alerts.domain.geometry import Side
from mosaic_backend.alerts.infrastructure.models import Alert, WatchList, WatchListEntry
from mosaic_backend.alerts.interfaces.list_audit import RULES
from mosaic_backend.alerts.interfaces.list_cameras import chosen_cameras, shown_cameras
from mosaic_backend.cameras.facade import intervals_of
from mosaic_backend.detections.facade import fold

MAX_ENTRIES = 1000


class PlateTextField(serializers.CharField):
    """The text of a plate: at least one letter or digit."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if not fold(text):
            raise serializers.ValidationError("a plate has at least one letter or digit")
        return text


@extend_schema_field(
    {
        "type": "array",
        "maxItems": 64,
        "items": {
            "type": "object",
            "required": ["days", "start", "end"],
            "properties": {
                "days": {
                    "type": "array",
                    "items": {
                        "type": "string",
                        "enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    },
                },
                "start": {"type": "string", "description": "HH:MM, counted in"},
                "end": {
                    "type": "string",
                    "description": "HH:MM, not counted in; before the start: on the next day",
                },
            },
        },
    }
)
class WeekField(serializers.JSONField):
    """Weekly hours by the clock of the camera's site."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        try:
            return [interval.model_dump(mode="json") for interval in intervals_of(given)]
        except pydantic.ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise serializers.ValidationError(f"{place}: {first['msg']}".strip(": ")) from error


def check_validity(attrs: dict[str, Any], instance: Any) -> None:
    since = attrs.get("valid_from", getattr(instance, "valid_from", None))
    until = attrs.get("valid_until", getattr(instance, "valid_until", None))
    if since and until and since >= until:
        raise serializers.ValidationError({"valid_until": "valid_until is after valid_from"})


class WatchListEntrySerializer(serializers.ModelSerializer[WatchListEntry]):
    text = PlateTextField(max_length=32)
    folded = serializers.CharField(read_only=True)

    class Meta:
        model = WatchListEntry
        fields = ["id", "text", "folded", "note", "valid_from", "valid_until"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_validity(attrs, self.instance)
        return attrs


class WatchListSerializer(serializers.ModelSerializer[WatchList]):
    """`cameras` count where `all_cameras` is false. Those that one may not see are not told, and stay."""

    entry_count = serializers.IntegerField(read_only=True)
    cameras = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=MAX_ENTRIES
    )
    schedule = WeekField(required=False, help_text="When it watches; empty: always")
    quiet_hours = WeekField(required=False, help_text="When nobody is told; empty: never")
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
            *RULES,
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

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_validity(attrs, self.instance)
        if {"cameras", "all_cameras"} & attrs.keys():
            attrs["cameras"] = chosen_cameras(self.context["principal"], self.instance, attrs)
        return attrs

    def to_representation(self, instance: WatchList) -> dict[str, Any]:
        told = super().to_representation(instance)
        told["cameras"] = shown_cameras(self.context["principal"], instance)
        return told


class SeenSerializer(serializers.Serializer[Any]):
    """What a detection rule saw; what does not apply is left out. box: x, y, width, height in shares."""

    detection = serializers.UUIDField(required=False)
    label = serializers.CharField(required=False)  # type: ignore[assignment]
    confidence = serializers.FloatField(required=False)
    box = serializers.ListField(
        child=serializers.FloatField(), min_length=4, max_length=4, required=False
    )
    side = serializers.ChoiceField([side.value for side in Side], required=False)
    number = serializers.IntegerField(required=False, help_text="How many there were")
    lasted_s = serializers.IntegerField(required=False)


class AlertSerializer(serializers.ModelSerializer[Alert]):
    camera = serializers.UUIDField(source="camera_id", allow_null=True, read_only=True)
    camera_name = serializers.SerializerMethodField()
    plate_read = serializers.UUIDField(source="plate_read_id", allow_null=True, read_only=True)
    watchlist = serializers.UUIDField(source="watchlist_id", allow_null=True, read_only=True)
    rule = serializers.UUIDField(source="rule_id", allow_null=True, read_only=True)
    track = serializers.UUIDField(source="track_id", allow_null=True, read_only=True)
    seen = SeenSerializer(allow_null=True, read_only=True)
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
            "plate",
            "likelihood",
            "rule",
            "track",
            "happened_at",
            "seen",
            "muted",
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
