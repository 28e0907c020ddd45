"""What back-tests take and answer."""

from typing import Any

from rest_framework import serializers

from mosaic_backend.alerts.application.back_test import Doubt
from mosaic_backend.alerts.domain.rules import Muted
from mosaic_backend.alerts.infrastructure.models import BackTest, BackTestHit, BackTestState
from mosaic_backend.alerts.interfaces.serializers import MAX_ENTRIES, PlateTextField
from mosaic_backend.shared.http.seen_serializers import ImagesFields

DAYS, MAX_DAYS = 30, 90
LIKELY_FALSE_BELOW = 0.2


class TriedPlateSerializer(serializers.Serializer[Any]):
    text = PlateTextField(max_length=32)


class BackTestWishSerializer(serializers.Serializer[Any]):
    days = serializers.IntegerField(min_value=1, max_value=MAX_DAYS, default=DAYS)
    entries = TriedPlateSerializer(
        many=True,
        required=False,
        help_text=f"Plates that need not be saved yet, instead of the list's; at most {MAX_ENTRIES}",
    )
    min_likelihood = serializers.FloatField(
        min_value=0.001, max_value=1.0, required=False, help_text="The list's unless given"
    )
    likely_false_below = serializers.FloatField(
        min_value=0.0,
        max_value=1.0,
        default=LIKELY_FALSE_BELOW,
        help_text="Near matches of less likelihood count as likely false",
    )

    def validate_entries(self, entries: list[Any]) -> list[Any]:
        if not 1 <= len(entries) <= MAX_ENTRIES:
            raise serializers.ValidationError(f"from 1 to {MAX_ENTRIES} plates")
        return entries


class DayOfHitsSerializer(serializers.Serializer[Any]):
    day = serializers.DateField(help_text="UTC")
    hits = serializers.IntegerField()
    alerts = serializers.IntegerField()


class BackTestSummarySerializer(serializers.Serializer[Any]):
    """Of the hits at cameras that the asker may search."""

    hits = serializers.IntegerField()
    exact = serializers.IntegerField()
    near = serializers.IntegerField()
    likely_false = serializers.IntegerField()
    alerts = serializers.IntegerField(help_text="Hits that would have been told")
    alerts_per_day = serializers.FloatField()
    days = DayOfHitsSerializer(many=True, help_text="Days that have hits")


class BackTestSerializer(serializers.ModelSerializer[BackTest]):
    state = serializers.ChoiceField(choices=BackTestState.choices)
    plates = serializers.IntegerField(
        allow_null=True, help_text="How many were given; null: the list's were tried"
    )
    summary = BackTestSummarySerializer(allow_null=True, help_text="Null until it is done")

    class Meta:
        model = BackTest
        fields = [
            "id",
            "watchlist",
            "state",
            "progress",
            "since",
            "until",
            "plates",
            "min_likelihood",
            "likely_false_below",
            "covered_from",
            "truncated",
            "failure",
            "requested_by",
            "created_at",
            "finished_at",
            "summary",
        ]


class HitImagesSerializer(ImagesFields):
    """Addresses of the evidence crops, relative to the server; null where there is none."""


class BackTestHitSerializer(serializers.ModelSerializer[BackTestHit]):
    read = serializers.UUIDField(source="read_id")
    camera = serializers.UUIDField(source="camera_id")
    camera_name = serializers.CharField(allow_null=True)
    doubt = serializers.CharField(
        help_text=f"Why it is likely false ({', '.join(Doubt)}): too little likelihood, or read as another"
        " plate in the same passage; empty where nothing says so",
    )
    muted = serializers.ChoiceField(
        choices=["", *Muted], help_text="Why it would have been told nobody"
    )
    images = HitImagesSerializer(allow_null=True, help_text="Null where the read is gone")

    class Meta:
        model = BackTestHit
        fields = [
            "id",
            "read",
            "camera",
            "camera_name",
            "seen_at",
            "text",
            "plate",
            "likelihood",
            "exact",
            "doubt",
            "muted",
            "images",
        ]
