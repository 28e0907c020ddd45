"""What is known of a camera, as bodies: its state, its probe, its posters."""

from typing import Any

from rest_framework import serializers

STREAM_STATES = ["unknown", "disabled", "idle", "connecting", "online", "error"]


class TrackSerializer(serializers.Serializer[Any]):
    codec = serializers.CharField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)


class SubStateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=STREAM_STATES)
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    tracks = TrackSerializer(many=True)


class StateSerializer(SubStateSerializer):
    sub = SubStateSerializer(
        allow_null=True, help_text="Of the smaller stream; null: there is none, or nothing is known"
    )


class ProbeTrackSerializer(TrackSerializer):
    fps = serializers.FloatField(allow_null=True)
    gop_s = serializers.FloatField(allow_null=True)
    has_b_frames = serializers.BooleanField(allow_null=True)


class ProbeWarningSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="gop-long, b-frames, codec-unsupported")
    detail = serializers.CharField()


class KeptProbeSerializer(serializers.Serializer[Any]):
    ok = serializers.BooleanField()
    reason = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)
    tracks = ProbeTrackSerializer(many=True)
    audio = serializers.CharField(allow_null=True, help_text="Codec of the sound; null: none")
    warnings = ProbeWarningSerializer(many=True)
    took_ms = serializers.FloatField()
    probed_at = serializers.DateTimeField()


class ProbeSerializer(KeptProbeSerializer):
    snapshot_url = serializers.CharField(
        allow_null=True, help_text="Null: there was no picture in time"
    )


class PosterSerializer(serializers.Serializer[Any]):
    camera_id = serializers.UUIDField()
    captured_at = serializers.DateTimeField()
    jpeg = serializers.CharField(help_text="In base64, at most 640 pixels wide")


class PostersSerializer(serializers.Serializer[Any]):
    items = PosterSerializer(many=True)


class StatusSerializer(serializers.Serializer[Any]):
    """Online or offline for long enough to count, which the stream's state may not be yet."""

    status = serializers.ChoiceField(choices=["unknown", "disabled", "online", "offline"])
    reason = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField(allow_null=True)
