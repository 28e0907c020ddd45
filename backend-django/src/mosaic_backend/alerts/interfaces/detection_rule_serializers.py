"""Detection rules in request and answer."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mosaic_backend.alerts.domain.detection_rules import (
    MOST_ABOVE,
    MOST_SECONDS,
    SHAPE,
    RuleKind,
    faults,
)
from mosaic_backend.alerts.infrastructure.detection_rule_index import (
    present_cameras,
    zone_names,
    zones_of,
)
from mosaic_backend.alerts.infrastructure.models import DetectionRule
from mosaic_backend.alerts.interfaces.list_audit import TERMS
from mosaic_backend.alerts.interfaces.serializers import WeekField, check_validity
from mosaic_backend.cameras.facade import visible_cameras
from mosaic_contracts.permissions import Verb

MOST_LABELS = 64
WATCHED = ("labels", "min_confidence", "anchor", "zone", "line", "direction", "seconds", "above")
"""What a rule watches for, but for its kind."""


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "number", "minimum": 0, "maximum": 1},
        "minItems": 4,
        "maxItems": 4,
    }
)
class LineField(serializers.ListField):
    """x1, y1, x2, y2 in shares of the picture, origin top left."""

    child = serializers.FloatField(min_value=0, max_value=1)


class DetectionRuleSerializer(serializers.ModelSerializer[DetectionRule]):
    """`camera` and `kind` are said when the rule is made, and stay. `problem`: why it watches nothing."""

    camera = serializers.UUIDField(source="camera_id")
    camera_name = serializers.SerializerMethodField()
    kind = serializers.ChoiceField([kind.value for kind in RuleKind])
    labels = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, max_length=MOST_LABELS
    )
    min_confidence = serializers.FloatField(min_value=0, max_value=1, required=False)
    line = LineField(required=False, allow_null=True, min_length=4, max_length=4)
    seconds = serializers.IntegerField(
        min_value=1, max_value=MOST_SECONDS, required=False, allow_null=True
    )
    above = serializers.IntegerField(
        min_value=1, max_value=MOST_ABOVE, required=False, allow_null=True
    )
    schedule = WeekField(required=False, help_text="When it watches; empty: always")
    quiet_hours = WeekField(required=False, help_text="When nobody is told; empty: never")
    problem = serializers.SerializerMethodField()

    class Meta:
        model = DetectionRule
        fields = [
            "id",
            "camera",
            "camera_name",
            "kind",
            *WATCHED,
            *TERMS,
            "problem",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["created_at", "updated_at"]
        validators: list[Any] = []  # the view tells of a name that is taken

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_validity(attrs, self.instance)
        if self.instance is None:
            self._check_camera(attrs["camera_id"])
        else:
            self._check_kept(attrs, "camera_id", "camera")
            self._check_kept(attrs, "kind", "kind")
        if self.instance is None or attrs.keys() & set(SHAPE):
            present = self.instance or DetectionRule()
            rule = {name: attrs.get(name, getattr(present, name)) for name in ("kind", *SHAPE)}
            camera_id = attrs.get("camera_id", present.camera_id)
            if found := faults(rule, zone_names(camera_id)):
                raise serializers.ValidationError(found)
        return attrs

    def _check_camera(self, camera_id: Any) -> None:
        """A camera of others is like one that is not there."""
        scope = visible_cameras(self.context["principal"], Verb.ALERTS)
        if camera_id not in scope or not present_cameras([camera_id]):
            raise serializers.ValidationError({"camera": "there is no such camera"})

    def _check_kept(self, attrs: Mapping[str, Any], name: str, told: str) -> None:
        if name in attrs and attrs[name] != getattr(self.instance, name):
            raise serializers.ValidationError({told: "this stays as it is; make another rule"})

    def get_camera_name(self, row: DetectionRule) -> str | None:
        name: str | None = self.context["camera_names"].get(row.camera_id)
        return name

    def get_problem(self, row: DetectionRule) -> str | None:
        camera = self.context["cameras"].get(row.camera_id)
        if camera is None:
            return "the camera is gone"
        if not camera.enabled or not camera.ai.enabled:
            return "the camera or its AI is switched off"
        if row.zone and row.zone not in zones_of(camera):
            return f"the camera has no zone {row.zone}"
        return None
