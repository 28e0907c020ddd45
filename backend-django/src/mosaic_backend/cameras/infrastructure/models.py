"""Sites, groups, cameras and the last known state of their streams."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import AiSettings


def default_classes() -> list[str]:
    return list(AiSettings().classes)


class Site(models.Model):
    """A place that has cameras."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.name


class CameraGroup(models.Model):
    """Cameras that the same people may see."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="groups"
    )

    def __str__(self) -> str:
        return self.name


class CameraRow(models.Model):
    """A camera. A removed one keeps its name, for what was recorded of it, and loses its address."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    source_url = EncryptedTextField()
    source_address = models.TextField(
        editable=False, help_text="The source URL without user and password"
    )
    enabled = models.BooleanField(default=True)
    group = models.ForeignKey(
        CameraGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="cameras"
    )
    recording_mode = models.CharField(
        max_length=16,
        choices=[("off", "Off"), ("continuous", "Continuous")],
        default="off",
    )
    retention_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    ai_enabled = models.BooleanField("AI enabled", default=True)
    ai_classes = ArrayField(models.CharField(max_length=64), default=default_classes, blank=True)
    ai_read_plates = models.BooleanField("read plates", default=True)
    zones = models.JSONField(default=list, blank=True)
    revision = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "cameras_camera"
        verbose_name = "camera"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class CameraRevision(models.Model):
    """The one row that counts every change. A sequence would not do: its numbers can commit out of order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="camera_revision_one")]

    def __str__(self) -> str:
        return str(self.value)


class StreamStateRow(models.Model):
    """What the streaming service said last about a camera's stream."""

    camera = models.OneToOneField(
        CameraRow, primary_key=True, on_delete=models.CASCADE, related_name="stream_state"
    )
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=64, null=True)
    detail = models.TextField(null=True)
    changed_at = models.DateTimeField()
    tracks = models.JSONField(default=list)

    class Meta:
        db_table = "cameras_stream_state"
        verbose_name = "stream state"

    def __str__(self) -> str:
        return self.state
