"""What the partner API answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mosaic_backend.partners.domain.feed import SCOPE_OF_TYPE
from mosaic_backend.partners.domain.replay import FASTEST, SLOWEST
from mosaic_backend.shared.http.seen_serializers import (
    DetectionFields,
    FrameFields,
    ImagesFields,
    PlateFields,
    VehicleFields,
)


class PartnerStateSerializer(serializers.Serializer[Any]):
    state = serializers.CharField(
        help_text="unknown, disabled, idle, connecting, online or error; more may come"
    )
    reason = serializers.CharField(allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)


class PartnerCameraSerializer(serializers.Serializer[Any]):
    """A camera; its address is nobody else's business."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    group = serializers.UUIDField(allow_null=True)
    enabled = serializers.BooleanField()
    state = PartnerStateSerializer()


class PartnerFrameSerializer(FrameFields):
    """Pixels of the picture."""


class PartnerDetectionSerializer(DetectionFields):
    """One object in one picture."""

    frame = PartnerFrameSerializer()


class PartnerVehicleSerializer(VehicleFields):
    pass


class PartnerImagesSerializer(ImagesFields):
    """Addresses of the crops, relative to the server; null where there is none."""


class PartnerPlateSerializer(PlateFields):
    """One passage of one plate. `score` and `why` tell how well it fits the search; null without a text."""

    frame = PartnerFrameSerializer()
    vehicle = PartnerVehicleSerializer(allow_null=True)
    images = PartnerImagesSerializer()


class PartnerClipSerializer(serializers.Serializer[Any]):
    """A saved time range of a camera."""

    id = serializers.UUIDField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    state = serializers.CharField(help_text="queued, running, ready or failed")
    reason = serializers.CharField(help_text="Why it failed; empty otherwise", allow_blank=True)
    size_bytes = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(help_text="Of the file, in hex", allow_blank=True)
    requested_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    file = serializers.CharField(allow_null=True, help_text="Where the MP4 is, once it is ready")

    def get_fields(self) -> dict[str, Any]:
        # `from` cannot be an attribute of a class.
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(),
            "to": serializers.DateTimeField(),
        }


def page_of(item: type[serializers.Serializer[Any]], name: str) -> Any:
    """The serializer of `{items, next_cursor}`; name: as the OpenAPI document calls it."""
    fields = {
        "items": item(many=True),
        "next_cursor": serializers.CharField(
            allow_null=True, help_text="`cursor` of the next page; null: this is the last"
        ),
    }
    return type(f"{name}Serializer", (serializers.Serializer,), fields)


CameraPage = page_of(PartnerCameraSerializer, "PartnerCameraPage")
DetectionPage = page_of(PartnerDetectionSerializer, "PartnerDetectionPage")
PlatePage = page_of(PartnerPlateSerializer, "PartnerPlatePage")
ClipPage = page_of(PartnerClipSerializer, "PartnerClipPage")


class PartnerUsageSerializer(serializers.Serializer[Any]):
    """Requests of one key to one endpoint in one hour."""

    hour = serializers.DateTimeField(help_text="Its start")
    key = serializers.CharField(help_text="The key's prefix", allow_null=True)
    endpoint = serializers.CharField()
    served = serializers.IntegerField()
    failed = serializers.IntegerField(help_text="Answered with 4xx or 5xx")
    refused = serializers.IntegerField(help_text="429; counts against nothing")


class PartnerPlanSerializer(serializers.Serializer[Any]):
    per_second = serializers.IntegerField()
    per_minute = serializers.IntegerField()
    per_month = serializers.IntegerField(allow_null=True)


class PartnerUsagePage(serializers.Serializer[Any]):
    plan = PartnerPlanSerializer()
    month = serializers.DateField(help_text="Its first day (UTC)")
    used = serializers.IntegerField(help_text="Requests of this month, up to a second ago")
    items = PartnerUsageSerializer(many=True)


class PartnerEventSerializer(serializers.Serializer[Any]):
    """A CloudEvent with its place in the feed. The same id may come again: tell repeats by `source` and `id`."""

    cursor = serializers.CharField(help_text="To go on behind this event")
    specversion = serializers.CharField()
    id = serializers.UUIDField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field's source is not meant
    type = serializers.CharField()
    subject = serializers.CharField(allow_blank=True)
    time = serializers.DateTimeField()
    datacontenttype = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # the event's, not the serializer's


class PartnerEventPage(serializers.Serializer[Any]):
    items = PartnerEventSerializer(many=True)
    next_cursor = serializers.CharField(
        help_text="Where to go on; moves also when there are no items"
    )
    has_more = serializers.BooleanField(help_text="There is more already: ask again at once")


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"})
class ClockField(serializers.TimeField):
    """A time of day by a clock on the wall: JSON Schema's format `time` wants a zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M:%S", input_formats=["%H:%M", "%H:%M:%S"], **more)


class SandboxSerializer(serializers.Serializer[Any]):
    """The recorded day of a sandbox. All times, also of what it shows, are those of its own clock."""

    speed = serializers.IntegerField(help_text="So many times as fast as real time")
    start = ClockField(help_text="The time of day at which the replay began")
    began_at = serializers.DateTimeField(help_text="Nothing before this is shown")
    now = serializers.DateTimeField()
    days = serializers.IntegerField(help_text="So often the recorded day has been through")
    cursor = serializers.CharField(help_text="The newest event")
    oldest_cursor = serializers.CharField(help_text="Before the first event of this replay")


class SandboxInputSerializer(serializers.Serializer[Any]):
    speed = serializers.IntegerField(min_value=SLOWEST, max_value=FASTEST)
    start = ClockField(help_text="Time of day at which to begin anew, as in 08:00")


class PartnerWebhookSerializer(serializers.Serializer[Any]):
    """Where events are sent."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    types = serializers.ListField(child=serializers.CharField(), help_text="Empty: all")
    enabled = serializers.BooleanField(help_text="False also after 24 hours without success")
    disabled_at = serializers.DateTimeField(allow_null=True)
    disabled_reason = serializers.CharField(
        allow_blank=True,
        help_text="gave-up (24 hours without success), gone (it answered 410), owner, or empty; more may come",
    )
    cursor = serializers.CharField(help_text="The last event that was taken or passed over")
    failing_since = serializers.DateTimeField(allow_null=True)
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    last_problem = serializers.CharField(allow_blank=True)
    last_delivered_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class PartnerWebhookWithSecretSerializer(PartnerWebhookSerializer):
    secret = serializers.CharField(help_text="To check signatures with; shown here only")


class PartnerWebhookList(serializers.Serializer[Any]):
    items = PartnerWebhookSerializer(many=True)


class WebhookInputSerializer(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=2048)
    types = serializers.ListField(
        child=serializers.ChoiceField(choices=sorted(SCOPE_OF_TYPE)), required=False, max_length=20
    )
    enabled = serializers.BooleanField(required=False)


class ReplaySerializer(serializers.Serializer[Any]):
    after = serializers.CharField(
        max_length=64, help_text="A cursor of the feed; what follows it is delivered again"
    )


class PartnerDeadLetterSerializer(serializers.Serializer[Any]):
    """An event that was not taken."""

    id = serializers.UUIDField()
    event = PartnerEventSerializer()
    problem = serializers.CharField()
    attempts = serializers.IntegerField()
    buried_at = serializers.DateTimeField()


DeadLetterPage = page_of(PartnerDeadLetterSerializer, "PartnerDeadLetterPage")
