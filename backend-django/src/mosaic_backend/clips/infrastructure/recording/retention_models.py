"""What bounds the recordings, and what is kept whatever happens."""

from django.core.validators import MinValueValidator
from django.db import models

from mosaic_contracts.ids import new_id


class RecordingLimit(models.Model):
    """At most so many bytes: of one camera, or, in the row without a camera, of all together."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera_id = models.UUIDField(null=True, blank=True, unique=True)
    max_bytes = models.BigIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "recording limit"
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(camera_id=None), name="recording_limit_of_all"
            )
        ]

    def __str__(self) -> str:
        return f"{self.camera_id or 'all'}: {self.max_bytes}"


class LegalHold(models.Model):
    """Footage of a camera that stays until somebody releases it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    placed_by = models.CharField(max_length=150)
    placed_at = models.DateTimeField(auto_now_add=True)
    released_by = models.CharField(max_length=150, default="", blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "legal hold"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="hold_has_length"
            )
        ]
        indexes = [
            models.Index(
                fields=["camera_id"],
                condition=models.Q(released_at__isnull=True),
                name="hold_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.starts_at:%Y-%m-%d %H:%M:%S}"
