"""Tables of what was seen: partitioned by the instant in their UUIDv7 key (migration 0001, partitions.py)."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from mosaic_backend.detections.domain.crop_keys import CropKeys
from mosaic_backend.detections.domain.folding import MAX_LENGTH
from mosaic_backend.detections.domain.glyphs import unpacked
from mosaic_backend.detections.domain.neighbourhood import keys_of, keys_of_read
from mosaic_backend.detections.infrastructure.box_field import BoxField
from mosaic_backend.detections.infrastructure.engines import Engine, name_of
from mosaic_backend.detections.infrastructure.forgotten_models import (
    ErasedRead,
    ForgottenReads,
    LeavingCrop,
)
from mosaic_backend.detections.infrastructure.id_skew import IdSkew
from mosaic_backend.shared.plate_protection.fields import (
    NearKeysField,
    SealedCharField,
    SealedTextField,
    TokenField,
)
from mosaic_contracts.events.types import TravelDirection

__all__ = [
    "ConfusionCount",
    "Detection",
    "Engine",
    "ErasedRead",
    "ForgottenReads",
    "IdSkew",
    "LeavingCrop",
    "PlateCorrection",
    "PlateRead",
]


class Detection(models.Model):
    """One object in one frame; `box` is (x, y, width, height) in shares of the picture."""

    id = models.UUIDField(primary_key=True)
    camera_id = models.UUIDField()
    captured_at = models.DateTimeField()
    label = models.CharField(max_length=64)
    confidence = models.FloatField()
    box = ArrayField(models.FloatField(), size=4)
    track_id = models.UUIDField(null=True)
    zones = ArrayField(models.TextField(), default=list)
    frame_width = models.PositiveIntegerField()
    frame_height = models.PositiveIntegerField()
    engine = models.TextField()

    class Meta:
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="detection_camera"),
            models.Index("label", models.F("id").desc(), name="detection_label"),
            models.Index("track_id", models.F("id").desc(), name="detection_track"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.confidence:.2f}"


class PlateRead(models.Model):
    """One passage of one plate, at its highest revision; compact, since there are many.

    folded, glyphs, keys, image_keys: see detections/domain/{folding,glyphs,neighbourhood,crop_keys}.py; made when
    the row is written. vehicle_label: None: no vehicle was seen. engine_number: see engines.py.
    """

    id = models.UUIDField(primary_key=True)
    camera_id = models.UUIDField()
    track_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    final = models.BooleanField()
    text = SealedCharField(max_length=MAX_LENGTH)
    folded = TokenField(max_length=MAX_LENGTH * 2)
    confidence = models.FloatField()
    glyphs = SealedTextField()
    keys = NearKeysField(models.IntegerField())
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    votes = models.PositiveIntegerField()
    box = BoxField()
    frame_width = models.PositiveIntegerField()
    frame_height = models.PositiveIntegerField()
    vehicle_label = models.TextField(null=True)
    vehicle_confidence = models.FloatField(null=True)
    vehicle_box = BoxField(null=True)
    vehicle_colour = models.TextField(null=True)
    zones = ArrayField(models.TextField(), default=list)
    image_keys = models.TextField(default="")
    engine_number = models.IntegerField()
    direction = models.CharField(
        max_length=8, null=True, choices=[(each.value, each.value) for each in TravelDirection]
    )

    class Meta:
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="plate_read_camera"),
            models.Index(
                OpClass("folded", name="text_pattern_ops"),
                models.F("id").desc(),
                name="plate_read_folded",
            ),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="plate_read_trigrams"),
            GinIndex(fields=["keys"], name="plate_read_keys"),
            models.Index(fields=["seen_at", "camera_id"], name="plate_read_seen"),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @staticmethod
    def near_keys_of(values: Mapping[str, Any]) -> list[int]:
        """Of plain values by column."""
        return keys_of_read(values["folded"], [glyph[0][1] for glyph in unpacked(values["glyphs"])])

    @property
    def engine(self) -> str:
        return name_of(self.engine_number)

    @property
    def vehicle(self) -> dict[str, Any] | None:
        """As in the event."""
        if self.vehicle_label is None:
            return None
        return {
            "label": self.vehicle_label,
            "confidence": self.vehicle_confidence,
            "box": list(self.vehicle_box),
            "colour": self.vehicle_colour,
        }

    @property
    def images(self) -> dict[str, str]:
        """Evidence keys by kind."""
        keys = CropKeys(self.id, self.camera_id, self.first_seen_at)
        return keys.unpacked(self.image_keys)


class PlateCorrection(models.Model):
    """What a person says that a plate reads; `read_text` is what had been read then.

    folded, keys: of `text`, as of a read.
    """

    read_id = models.UUIDField(primary_key=True)
    camera_id = models.UUIDField()
    read_text = SealedCharField(max_length=MAX_LENGTH)
    text = SealedCharField(max_length=MAX_LENGTH)
    folded = TokenField(max_length=MAX_LENGTH * 2, default="")
    keys = NearKeysField(models.IntegerField(), default=list)
    reason = SealedTextField(default="")
    corrected_by = models.CharField(max_length=200)
    corrected_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(OpClass("folded", name="text_pattern_ops"), name="correction_folded"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="correction_trigrams"),
            GinIndex(fields=["keys"], name="correction_keys"),
            models.Index("camera_id", models.F("read_id").desc(), name="correction_camera"),
        ]

    def __str__(self) -> str:
        return f"{self.text}, not {self.read_text}"

    @staticmethod
    def near_keys_of(values: Mapping[str, Any]) -> list[int]:
        """Of plain values by column."""
        return keys_of(values["folded"])


class ConfusionCount(models.Model):
    """How often corrections say that a camera's reader said one glyph where there was another, or the same."""

    camera_id = models.UUIDField()
    read_glyph = models.CharField(max_length=1)
    true_glyph = models.CharField(max_length=1)
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["camera_id", "read_glyph", "true_glyph"], name="confusion_of_camera"
            )
        ]

    def __str__(self) -> str:
        return f"{self.read_glyph} for {self.true_glyph}: {self.number}"
