"""Zones in request and answer."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mosaic_backend.cameras.domain.zones import FEWEST, MOST, polygon_fault

_POINT = {
    "type": "array",
    "items": {"type": "number", "minimum": 0, "maximum": 1},
    "minItems": 2,
    "maxItems": 2,
}


@extend_schema_field({"type": "array", "items": _POINT, "minItems": 3, "maxItems": 64})
class PolygonField(serializers.ListField):
    """Corners as [x, y] in shares of the picture, origin top left."""

    child = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1), min_length=2, max_length=2
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=FEWEST, max_length=MOST, **kwargs)

    def to_internal_value(self, data: Any) -> list[list[float]]:
        corners: list[list[float]] = super().to_internal_value(data)
        if fault := polygon_fault([(x, y) for x, y in corners]):
            raise serializers.ValidationError(fault, code="polygon")
        return corners


class ZoneSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=64)
    kind = serializers.ChoiceField(choices=["include", "exclude", "plate"])
    polygon = PolygonField()
