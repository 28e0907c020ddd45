"""The bodies of groups, sites and schedules."""

from typing import Any

import pydantic
from rest_framework import serializers

from mosaic_backend.cameras.domain.schedule import DAYS, MAX_INTERVALS, Interval
from mosaic_backend.cameras.infrastructure.models import CameraGroup, Schedule, Site


class GroupSerializer(serializers.ModelSerializer[CameraGroup]):
    class Meta:
        model = CameraGroup
        fields = ["id", "name", "site"]


class SiteSerializer(serializers.ModelSerializer[Site]):
    class Meta:
        model = Site
        fields = ["id", "name", "time_zone"]


class IntervalSerializer(serializers.Serializer[Any]):
    days = serializers.ListField(
        child=serializers.ChoiceField(choices=list(DAYS)), min_length=1, max_length=7
    )
    start = serializers.CharField(help_text="HH:MM, counted in")
    end = serializers.CharField(
        help_text="HH:MM, not counted in, up to 24:00; before the start: on the next day"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        try:
            Interval.model_validate(attrs)
        except pydantic.ValidationError as error:
            told = {
                str(item["loc"][0]) if item["loc"] else "start": item["msg"]
                for item in error.errors(include_input=False, include_url=False)
            }
            raise serializers.ValidationError(told) from error
        return attrs


class ScheduleSerializer(serializers.ModelSerializer[Schedule]):
    intervals = IntervalSerializer(many=True, max_length=MAX_INTERVALS)  # type: ignore[call-arg]

    class Meta:
        model = Schedule
        fields = ["id", "name", "intervals"]
