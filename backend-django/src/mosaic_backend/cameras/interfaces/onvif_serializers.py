"""The bodies of the ONVIF, PTZ and imaging endpoints."""

import math
from typing import Any

from rest_framework import serializers

from mosaic_backend.cameras.domain.onvif_account import service_url_of
from mosaic_backend.cameras.domain.source_url import SourceUrlError
from mosaic_backend.cameras.infrastructure.camera_event_models import STATES


class ServiceUrlField(serializers.CharField):
    """http://host[:port][/path]; a host alone will do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        try:
            return service_url_of(super().to_internal_value(data))
        except SourceUrlError as error:
            raise serializers.ValidationError(error.detail, code=error.code) from error


class NumberField(serializers.FloatField):
    """A finite number: NaN passes every comparison with a limit."""

    def to_internal_value(self, data: Any) -> float:
        number = super().to_internal_value(data)
        if not math.isfinite(number):
            self.fail("invalid")
        return number


class ProfileSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    name = serializers.CharField()
    codec = serializers.CharField(
        allow_null=True, help_text="As ONVIF spells it: H264, JPEG, MPEG4"
    )
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    fps = serializers.FloatField(allow_null=True)
    uri = serializers.CharField(allow_null=True, help_text="Without user and password")


class PtzAbilitiesSerializer(serializers.Serializer[Any]):
    move = serializers.BooleanField(help_text="Pan and tilt while held")
    zoom = serializers.BooleanField(help_text="Zoom while held")
    step = serializers.BooleanField()
    absolute = serializers.BooleanField()
    centre = serializers.BooleanField(
        help_text="A point of the picture can be brought to its middle"
    )


class DescriptionSerializer(serializers.Serializer[Any]):
    """What a camera says of itself."""

    manufacturer = serializers.CharField()
    model = serializers.CharField()
    firmware = serializers.CharField()
    clock_offset_s = serializers.FloatField(
        allow_null=True, help_text="How far its clock is ahead; null: it does not tell"
    )
    profiles = ProfileSerializer(many=True)
    ptz = PtzAbilitiesSerializer(allow_null=True, help_text="Null: it cannot be moved")
    imaging = serializers.BooleanField()


class SubscriptionSerializer(serializers.Serializer[Any]):
    """How we hear of what the camera tells; heard_at: until then everything that it told is stored."""

    state = serializers.ChoiceField(choices=STATES)
    detail = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    heard_at = serializers.DateTimeField(allow_null=True)


class OnvifSerializer(serializers.Serializer[Any]):
    service_url = serializers.CharField(allow_null=True, help_text="Null: none is set")
    username = serializers.CharField(help_text="Empty: user and password of the source URL")
    has_password = serializers.BooleanField()
    looked_at = serializers.DateTimeField(allow_null=True)
    told = DescriptionSerializer(allow_null=True, help_text="What the last look found")
    events = SubscriptionSerializer(allow_null=True, help_text="Null: its events are not wanted")


class OnvifInputSerializer(serializers.Serializer[Any]):
    service_url = ServiceUrlField()
    username = serializers.CharField(
        max_length=100,
        allow_blank=True,
        required=False,
        help_text="Left out: stays. Empty: those of the source URL, at the same host",
    )
    password = serializers.CharField(
        max_length=200,
        allow_blank=True,
        required=False,
        write_only=True,
        trim_whitespace=False,
        help_text="Kept encrypted, never returned. Left out: stays, at the same host and port",
    )
    events = serializers.BooleanField(
        required=False, help_text="Whether its events are wanted. Left out: stays"
    )


class StreamsSerializer(serializers.Serializer[Any]):
    """Tokens of profiles."""

    main = serializers.CharField(max_length=200)
    sub = serializers.CharField(max_length=200, allow_null=True, default=None)


class VelocitySerializer(serializers.Serializer[Any]):
    """Shares from -1 to 1: right, up and in are positive."""

    pan = NumberField(min_value=-1, max_value=1, default=0.0)
    tilt = NumberField(min_value=-1, max_value=1, default=0.0)
    zoom = NumberField(min_value=-1, max_value=1, default=0.0)


class PtzPositionSerializer(serializers.Serializer[Any]):
    pan = NumberField(min_value=-1, max_value=1)
    tilt = NumberField(min_value=-1, max_value=1)
    zoom = NumberField(min_value=0, max_value=1)


class PointSerializer(serializers.Serializer[Any]):
    """Shares of the picture, origin top left."""

    x = NumberField(min_value=0, max_value=1)
    y = NumberField(min_value=0, max_value=1)


class LockSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(help_text="Who moves the camera")
    expires_at = serializers.DateTimeField()
    mine = serializers.BooleanField()


class ControlSerializer(serializers.Serializer[Any]):
    hold_s = serializers.FloatField(help_text="A move stops after this, unless it is sent again")
    lock = LockSerializer(allow_null=True)


class PtzStatusSerializer(ControlSerializer):
    pan = serializers.FloatField(allow_null=True)
    tilt = serializers.FloatField(allow_null=True)
    zoom = serializers.FloatField(allow_null=True)
    moving = serializers.BooleanField(allow_null=True)
    can = PtzAbilitiesSerializer()


class LockInputSerializer(serializers.Serializer[Any]):
    take_over = serializers.BooleanField(
        default=False, help_text="From somebody else, for those who may configure the camera"
    )


class PresetSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    name = serializers.CharField()


class PresetsSerializer(serializers.Serializer[Any]):
    items = PresetSerializer(many=True)


class PresetInputSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=64)
    token = serializers.CharField(
        max_length=200, allow_null=True, default=None, help_text="Of the preset that is replaced"
    )


class TokenSerializer(serializers.Serializer[Any]):
    token = serializers.CharField(max_length=200)


class TourSerializer(serializers.Serializer[Any]):
    token = serializers.CharField()
    name = serializers.CharField()
    running = serializers.BooleanField()


class ToursSerializer(serializers.Serializer[Any]):
    items = TourSerializer(many=True)


class TourInputSerializer(TokenSerializer):
    running = serializers.BooleanField()


class LevelSerializer(serializers.Serializer[Any]):
    value = serializers.FloatField()
    min = serializers.FloatField()
    max = serializers.FloatField()


class ImagingSerializer(serializers.Serializer[Any]):
    levels = serializers.DictField(
        child=LevelSerializer(),
        help_text="brightness, contrast, saturation, sharpness: what it has",
    )
    ir_cut = serializers.CharField(allow_null=True)
    ir_cut_modes = serializers.ListField(child=serializers.CharField())
    focus = serializers.CharField(allow_null=True)
    focus_modes = serializers.ListField(child=serializers.CharField())


class ImagingInputSerializer(serializers.Serializer[Any]):
    """What is named is changed."""

    brightness = NumberField(required=False)
    contrast = NumberField(required=False)
    saturation = NumberField(required=False)
    sharpness = NumberField(required=False)
    ir_cut = serializers.ChoiceField(choices=["on", "off", "auto"], required=False)
    focus = serializers.ChoiceField(choices=["auto", "manual"], required=False)
