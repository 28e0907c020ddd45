"""The bodies of the mosaic endpoints."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.mosaics.domain.layout import DEFAULT_LAYOUT, POSITIONS, Tile


class TileSerializer(serializers.Serializer[Any]):
    position = serializers.IntegerField(min_value=0, max_value=15)
    camera_id = serializers.UUIDField()


class MosaicInputSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    layout = serializers.ChoiceField(choices=list(POSITIONS), default=DEFAULT_LAYOUT)
    tiles = TileSerializer(many=True, default=list, max_length=16)  # type: ignore[call-arg]
    shared = serializers.BooleanField(default=False)

    def tiles_given(self) -> list[Tile] | None:
        """None where a partial body leaves them as they are."""
        given = self.validated_data.get("tiles")
        if given is None:
            return None
        return [Tile(tile["position"], tile["camera_id"]) for tile in given]


class MosaicSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    layout = serializers.ChoiceField(choices=list(POSITIONS))
    tiles = TileSerializer(many=True)
    shared = serializers.BooleanField()
    owner = serializers.UUIDField()
    mine = serializers.BooleanField(help_text="Whether the asking user may change it")
    version = serializers.IntegerField()
