"""What stays of plate reads that are gone: how many there were, and which pictures have yet to go."""

from django.db import models


class ForgottenReads(models.Model):
    """How many reads of a camera and an hour (of `seen_at`, UTC) are gone.

    corrected: of how many of them somebody had said what they read; right: where that was what had been read.
    """

    camera_id = models.UUIDField()
    hour = models.DateTimeField()
    number = models.PositiveIntegerField()
    corrected = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hour", "camera_id"], name="forgotten_reads_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} at {self.hour:%Y-%m-%d %H:%M}"


class LeavingCrop(models.Model):
    """A picture whose read is gone; the row goes when the picture has."""

    key = models.TextField(primary_key=True)

    def __str__(self) -> str:
        return self.key


class ErasedRead(models.Model):
    """A read that was erased for good: what still comes of it (a revision, a dead letter) is not stored."""

    read_id = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.read_id)
