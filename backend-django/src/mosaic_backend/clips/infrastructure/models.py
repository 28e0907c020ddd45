"""Clips."""

from django.db import models

from mosaic_contracts.ids import new_id


class ClipState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"


class Clip(models.Model):
    """A saved time range of one camera; the file is `<id>.mp4` in the clips folder once it is ready."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=ClipState.choices, default=ClipState.QUEUED)
    reason = models.CharField(max_length=40, default="", blank=True)
    detail = models.CharField(max_length=500, default="", blank=True)
    size_bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("camera_id", models.F("id").desc(), name="clip_camera")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M:%S} {self.state}"
