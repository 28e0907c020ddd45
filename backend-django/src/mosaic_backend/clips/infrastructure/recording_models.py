"""The index of the recordings and the ledger."""

from django.db import models


class SegmentState(models.TextChoices):
    """half: its writer died; what is whole in it plays. leaving: retention has decided, the file may be gone."""

    GROWING = "growing"
    COMPLETE = "complete"
    HALF = "half"
    LEAVING = "leaving"


class Segment(models.Model):
    """One file in a camera's folder. stream, number, stream_s: MediaMTX's account of what it continues."""

    id = models.BigAutoField(primary_key=True)
    camera_id = models.UUIDField()
    name = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    bytes = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=SegmentState.choices)
    stream = models.UUIDField(null=True)
    number = models.BigIntegerField(default=0)
    stream_s = models.FloatField(default=0.0)
    sha256 = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        # No index has what changes while a file grows: PostgreSQL then updates the row in place.
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "name"], name="segment_name_once")
        ]
        indexes = [
            models.Index(fields=["camera_id", "starts_at"], name="segment_camera"),
            models.Index(
                fields=["id"],
                condition=models.Q(sha256="", state="complete"),
                name="segment_unhashed",
            ),
            models.Index(
                fields=["id"], condition=models.Q(state="leaving"), name="segment_leaving"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id}/{self.name}"


class LedgerSpan(models.Model):
    """A stretch of the ledger; those of a camera follow each other, and neighbours differ."""

    id = models.BigAutoField(primary_key=True)
    camera_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=8)
    cause = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        db_table = "clips_span"
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "starts_at"], name="span_begins_once"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="span_has_length"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.kind} {self.cause}"
