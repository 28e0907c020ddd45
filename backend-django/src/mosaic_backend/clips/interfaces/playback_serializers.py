"""What the playback routes answer."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.clips.domain.ledger import CAUSES, GAP_KINDS


class FragmentSerializer(serializers.Serializer[Any]):
    """Bytes of the file that a player takes whole; times in seconds from `starts_at`.

    key_s: the first picture in it that stands for itself; null: there is none.
    """

    offset = serializers.IntegerField(min_value=0)
    bytes = serializers.IntegerField(min_value=0)
    start_s = serializers.FloatField()
    end_s = serializers.FloatField()
    key_s = serializers.FloatField(allow_null=True)


class PlayableFileSerializer(serializers.Serializer[Any]):
    """A recorded file. init: the bytes before its first fragment, in base64.

    codec: as in RFC 6381; empty where it is none that browsers know. track: the number of its video. grows: more
    fragments follow.
    """

    name = serializers.CharField()
    starts_at = serializers.DateTimeField()
    codec = serializers.CharField(allow_blank=True)
    track = serializers.IntegerField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    frame_s = serializers.FloatField()
    grows = serializers.BooleanField()
    init = serializers.CharField()
    fragments = FragmentSerializer(many=True)


class PlaybackGapSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=GAP_KINDS)
    cause = serializers.ChoiceField(choices=CAUSES, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}


class PlaybackSerializer(serializers.Serializer[Any]):
    """now: by the server's clock."""

    camera = serializers.UUIDField()
    now = serializers.DateTimeField()
    files = PlayableFileSerializer(many=True)
    gaps = PlaybackGapSerializer(many=True)

    def get_fields(self) -> dict[str, Any]:
        times = {"from": serializers.DateTimeField(), "to": serializers.DateTimeField()}
        return {**times, **super().get_fields()}
