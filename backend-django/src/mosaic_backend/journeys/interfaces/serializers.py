"""What the looks at one plate answer."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.journeys.domain.travel_times import LEVELS

CERTAINTIES = ("corrected", "read", "probable")
VERDICTS = ("usual", "slow", "too-fast", "unknown", "same-camera", "new-drive")
CAMERA_STATES = ("unknown", "disabled", "online", "offline")


class SightingSerializer(serializers.Serializer[Any]):
    """certainty: `corrected`: a person says so; `read`: read so; `probable`: read otherwise, likely misread."""

    id = serializers.UUIDField(help_text="Of the plate read")
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    text = serializers.CharField(help_text="What was read")
    first_seen_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    certainty = serializers.ChoiceField(choices=CERTAINTIES)
    probability = serializers.FloatField(help_text="That it is this plate, 0 to 1")


class VisitSerializer(serializers.Serializer[Any]):
    """Sightings with less than half an hour between them, newest first."""

    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    complete = serializers.BooleanField(
        help_text="False: it may go on on the next page, with older sightings"
    )
    sightings = SightingSerializer(many=True)


class PlateHistorySerializer(serializers.Serializer[Any]):
    items = VisitSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class JourneyHopSerializer(serializers.Serializer[Any]):
    """From one sighting to the next.

    usual_s: the median of all vehicles; deviation: in standard deviations of the logarithm from it; null where too
    few vehicles were seen to go that way. doubtful: faster than anyone drives.
    """

    start = serializers.UUIDField(help_text="Id of a sighting")
    end = serializers.UUIDField()
    took_s = serializers.FloatField()
    usual_s = serializers.FloatField(allow_null=True)
    deviation = serializers.FloatField(allow_null=True)
    verdict = serializers.ChoiceField(choices=VERDICTS)
    plausibility = serializers.FloatField()
    doubtful = serializers.BooleanField()


class MissingHopSerializer(serializers.Serializer[Any]):
    """A camera that a plate probably passed between two sightings, and that did not see it.

    camera_state: while the plate must have passed (earliest to latest); of a camera that was offline at any time
    in that span it is `offline`. probability: that the plate passed it, by how drives go and what this one took.
    """

    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    after = serializers.UUIDField(help_text="Id of the sighting before")
    before = serializers.UUIDField(help_text="Id of the sighting behind")
    expected_at = serializers.DateTimeField()
    earliest = serializers.DateTimeField()
    latest = serializers.DateTimeField()
    probability = serializers.FloatField()
    camera_state = serializers.ChoiceField(choices=CAMERA_STATES)
    camera_state_since = serializers.DateTimeField(allow_null=True)
    says = serializers.CharField(help_text="The same as a sentence")


class LeftOutSerializer(SightingSerializer):
    """A sighting that does not belong to the drive, with the hop that speaks against it."""

    against = JourneyHopSerializer(allow_null=True)


class PlateJourneySerializer(serializers.Serializer[Any]):
    """The likeliest drive, oldest first; hops: one fewer than sightings."""

    sightings = SightingSerializer(many=True)
    hops = JourneyHopSerializer(many=True)
    missing = MissingHopSerializer(many=True)
    left_out = LeftOutSerializer(many=True)
    truncated = serializers.BooleanField(help_text="There were more, older sightings")


class MeetingSerializer(serializers.Serializer[Any]):
    """apart_s: seconds by which the other came later; negative: earlier."""

    sighting = serializers.UUIDField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    read = serializers.UUIDField()
    apart_s = serializers.FloatField()


class CompanionSerializer(serializers.Serializer[Any]):
    """trips: on which they met; expected: of these by chance.

    p_value: of as many trips by chance, times the plates that were tried.
    """

    plate = serializers.CharField()
    trips = serializers.IntegerField()
    cameras = serializers.IntegerField()
    expected = serializers.FloatField()
    lift = serializers.FloatField()
    p_value = serializers.FloatField()
    meetings = MeetingSerializer(many=True)


class CompanionsSerializer(serializers.Serializer[Any]):
    """Least likely by chance first. sightings: of the plate that were looked around."""

    items = CompanionSerializer(many=True)
    sightings = serializers.IntegerField()
    truncated = serializers.BooleanField()


class HoursSerializer(serializers.Serializer[Any]):
    """mean: hour of the day in UTC, 0 to 24; regularity: 0 (all day) to 1 (always the same time)."""

    visits = serializers.IntegerField()
    mean = serializers.FloatField()
    regularity = serializers.FloatField()


class VisitorSerializer(serializers.Serializer[Any]):
    """hours, rarity: null where the plate came too seldom to say anything.

    rarity: share of its past visits at hours at most as usual as this one.
    """

    read = serializers.UUIDField()
    plate = serializers.CharField()
    camera = serializers.UUIDField()
    camera_name = serializers.CharField(allow_null=True)
    first_seen_at = serializers.DateTimeField()
    first_time = serializers.BooleanField()
    unusual_hour = serializers.BooleanField()
    visits_before = serializers.IntegerField()
    hours = HoursSerializer(allow_null=True)
    rarity = serializers.FloatField(allow_null=True)


class VisitorsSerializer(serializers.Serializer[Any]):
    items = VisitorSerializer(many=True)
    truncated = serializers.BooleanField(
        help_text="More came than are looked at; ask for less time"
    )


class TravelTimeSerializer(serializers.Serializer[Any]):
    from_camera = serializers.UUIDField()
    from_camera_name = serializers.CharField(allow_null=True)
    to_camera = serializers.UUIDField()
    to_camera_name = serializers.CharField(allow_null=True)
    hops = serializers.IntegerField()
    quantiles_s = serializers.ListField(
        child=serializers.FloatField(),
        help_text=f"Seconds, at {', '.join(map(str, LEVELS))}",
    )
    updated_at = serializers.DateTimeField()


class TravelTimesSerializer(serializers.Serializer[Any]):
    items = TravelTimeSerializer(many=True)
