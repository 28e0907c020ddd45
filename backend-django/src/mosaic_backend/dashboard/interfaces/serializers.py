"""What the dashboard answers."""

from typing import Any

from rest_framework import serializers


class CameraCountsSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    online = serializers.IntegerField()
    idle = serializers.IntegerField()
    connecting = serializers.IntegerField()
    error = serializers.IntegerField()
    disabled = serializers.IntegerField()
    offline = serializers.IntegerField(help_text="In error for long enough to count")


class OfflineCameraSerializer(serializers.Serializer[Any]):
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    since = serializers.DateTimeField()
    reason = serializers.CharField(allow_null=True)


class HourOfReadsSerializer(serializers.Serializer[Any]):
    hour = serializers.DateTimeField()
    reads = serializers.IntegerField(
        help_text="Of an hour that is over: as counted within the last minute"
    )


class RecentReadSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    text = serializers.CharField()
    confidence = serializers.FloatField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    seen_at = serializers.DateTimeField()


class DashboardSerializer(serializers.Serializer[Any]):
    """What the role may not see is null."""

    cameras = CameraCountsSerializer()
    offline_cameras = OfflineCameraSerializer(many=True)
    reads_per_hour = HourOfReadsSerializer(many=True, allow_null=True)
    recent_reads = RecentReadSerializer(many=True, allow_null=True)
    alerts_unacknowledged = serializers.IntegerField(allow_null=True)
