"""What the review queue takes and answers."""

from typing import Any, get_args

from rest_framework import serializers

from mosaic_backend.detections.facade import MAX_QUERY_LENGTH
from mosaic_backend.journeys.application.review_plates import MOST, Decision, Outcome
from mosaic_backend.shared.http.seen_serializers import ImagesFields, PlateFields, VehicleFields

DECISIONS: tuple[str, ...] = get_args(Decision)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
MAX_REASON = 500


class ReviewVehicleSerializer(VehicleFields):
    pass


class ReviewImagesSerializer(ImagesFields):
    """Addresses of the evidence crops, relative to the server; null where there is none."""


class ReviewFrameSerializer(serializers.Serializer[Any]):
    """Pixels of the picture."""

    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ReviewReadSerializer(PlateFields):
    """The read as it is in a search."""

    frame = ReviewFrameSerializer()
    vehicle = ReviewVehicleSerializer(allow_null=True)
    images = ReviewImagesSerializer()


class ReviewItemSerializer(serializers.Serializer[Any]):
    """worth: the bits of uncertainty, more where plate or camera come again and a list or a neighbour hangs on it.

    outcome: what the asking user has done with it; null: nothing yet.
    """

    read = ReviewReadSerializer()
    worth = serializers.FloatField()
    bits = serializers.FloatField()
    times_read = serializers.IntegerField(help_text="How often this text was read before")
    on_watch_list = serializers.BooleanField()
    near_neighbour = serializers.BooleanField(help_text="Another plate was read that it may be")
    outcome = serializers.ChoiceField(choices=OUTCOMES, allow_null=True)


class ReviewPageSerializer(serializers.Serializer[Any]):
    """unreviewed: how many of those that the user may see wait for this user."""

    items = ReviewItemSerializer(many=True)
    next_cursor = serializers.CharField(allow_null=True)
    unreviewed = serializers.IntegerField()


class VerdictSerializer(serializers.Serializer[Any]):
    """accept: the read is right; correct: it says `text`; skip: this user leaves it to others."""

    read = serializers.UUIDField()
    decision = serializers.ChoiceField(choices=DECISIONS)
    text = serializers.CharField(
        max_length=MAX_QUERY_LENGTH,
        default="",
        allow_blank=True,
        help_text="accept: what was read, as it was shown; correct: what the plate says",
    )


class ReviewInputSerializer(serializers.Serializer[Any]):
    items = serializers.ListField(child=VerdictSerializer(), min_length=1, max_length=MOST)
    reason = serializers.CharField(max_length=MAX_REASON, default="", allow_blank=True)


class ReviewOutcomeSerializer(serializers.Serializer[Any]):
    """unchanged: that had been said already. changed: the read got better meanwhile; nothing was done.

    conflict: somebody corrected it to something else; nothing was done.
    """

    read = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=OUTCOMES)


class ReviewOutcomesSerializer(serializers.Serializer[Any]):
    items = ReviewOutcomeSerializer(many=True)
