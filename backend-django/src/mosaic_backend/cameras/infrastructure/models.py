"""Sites, groups, cameras and the last known state of their streams."""

from typing import Any

import pydantic
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from mosaic_backend.cameras.domain.camera import MAX_TAG_LENGTH
from mosaic_backend.cameras.domain.schedule import intervals_of, is_time_zone
from mosaic_backend.cameras.infrastructure.camera_event_models import (
    CameraEventRow,
    EventSubscription,
)
from mosaic_backend.cameras.infrastructure.onvif_models import OnvifRow, PtzLock
from mosaic_backend.shared.encryption import EncryptedTextField
from mosaic_contracts.ids import new_id
from mosaic_contracts.internal_api import AiSettings

__all__ = [
    "CameraEventRow",
    "CameraGroup",
    "CameraRevision",
    "CameraRow",
    "CameraStatusChange",
    "CameraStatusRow",
    "ConfigurationUpload",
    "EventSubscription",
    "OnvifRow",
    "ProbeRow",
    "ProbeSnapshot",
    "PtzLock",
    "Schedule",
    "Site",
    "StreamStateRow",
]

RECORDING_CHOICES = [("off", "Off"), ("continuous", "Continuous"), ("event", "On events")]


def default_classes() -> list[str]:
    return list(AiSettings().classes)


def check_time_zone(name: str) -> None:
    if not is_time_zone(name):
        raise ValidationError("There is no such time zone.", code="time-zone")


def check_intervals(given: object) -> None:
    """Raises ValidationError unless these are intervals of a week, as JSON."""
    try:
        intervals_of(given)
    except pydantic.ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = "/".join(map(str, first["loc"]))
        raise ValidationError(f"{place}: {first['msg']}", code="interval") from error


class Site(models.Model):
    """A place that has cameras, and a clock on its wall."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    time_zone = models.CharField(
        max_length=64, default="UTC", validators=[check_time_zone], help_text="As in Europe/Berlin"
    )

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


class Schedule(models.Model):
    """Weekly intervals; a camera that has none for something does it all the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    intervals = models.JSONField(
        default=list,
        blank=True,
        validators=[check_intervals],
        help_text='[{"days": ["mon", "tue"], "start": "08:00", "end": "18:00"}] by the clock of the '
        "camera's site",
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
    sub_url = EncryptedTextField(default="", blank=True)
    sub_address = models.TextField(default="", editable=False)
    key = models.CharField(
        max_length=100,
        blank=True,
        help_text="How configuration files know the camera; its id unless set",
    )
    enabled = models.BooleanField(default=True)
    group = models.ForeignKey(
        CameraGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="cameras"
    )
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cameras",
        help_text="Its group's site unless set",
    )
    tags = ArrayField(models.CharField(max_length=MAX_TAG_LENGTH), default=list, blank=True)
    position = models.JSONField(
        null=True,
        blank=True,
        help_text='{"lat": 52.5, "lon": 13.4} or {"plan": "ground floor", "x": 0.2, "y": 0.7}',
    )
    offline_alarm = models.BooleanField(
        default=True, help_text="Raise an alert when it goes offline"
    )
    transcode = models.CharField(
        "transcoding",
        max_length=16,
        choices=[("never", "Never"), ("when_needed", "When a browser needs it")],
        default="never",
        help_text="What a browser cannot play (H.265, B-frames over WebRTC) is made H.264 while somebody "
        "watches. Each such stream takes a third to a whole of a processor core; less where the machine has a "
        "video encoder.",
    )
    recording_mode = models.CharField(
        max_length=16,
        choices=RECORDING_CHOICES,
        default="off",
        help_text="In the times of the schedule; always without one",
    )
    recording_otherwise = models.CharField(
        max_length=16,
        choices=RECORDING_CHOICES,
        default="off",
        help_text="Outside of the schedule's times",
    )
    recording_events = models.JSONField(default=dict, blank=True)
    retention_days = models.PositiveSmallIntegerField(
        default=7, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    recording_schedule = models.ForeignKey(
        Schedule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ai_enabled = models.BooleanField("AI enabled", default=True)
    ai_classes = ArrayField(models.CharField(max_length=64), default=default_classes, blank=True)
    ai_read_plates = models.BooleanField("read plates", default=True)
    ai_capture = models.BooleanField(
        "capture for retraining",
        default=False,
        help_text="Whether pictures of this camera may be kept to train models with: see the guide on retraining."
        " It also takes a store, MOSAIC_AI_CAPTURE_URL",
    )
    ai_schedule = models.ForeignKey(
        Schedule,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="AI schedule",
    )
    zones = models.JSONField(default=list, blank=True)
    revision = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "cameras_camera"
        verbose_name = "camera"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(deleted_at__isnull=True), name="camera_key_once"
            )
        ]
        indexes = [GinIndex(fields=["tags"], name="camera_tags")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or str(self.id)
        super().save(*args, **kwargs)

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
    """What the streaming service said last about a camera's stream; sub: about its second one, fields alike."""

    camera = models.OneToOneField(
        CameraRow, primary_key=True, on_delete=models.CASCADE, related_name="stream_state"
    )
    state = models.CharField(max_length=16)
    reason = models.CharField(max_length=64, null=True)
    detail = models.TextField(null=True)
    changed_at = models.DateTimeField()
    tracks = models.JSONField(default=list)
    sub = models.JSONField(null=True)

    class Meta:
        db_table = "cameras_stream_state"
        verbose_name = "stream state"

    def __str__(self) -> str:
        return self.state


class CameraStatusRow(models.Model):
    """Whether a camera is online, and what it will be if that goes on; `due_at` is when somebody has to look."""

    camera = models.OneToOneField(
        CameraRow, primary_key=True, on_delete=models.CASCADE, related_name="status"
    )
    name = models.CharField(max_length=8, null=True)
    since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=64, null=True)
    pending_name = models.CharField(max_length=8, null=True)
    pending_since = models.DateTimeField(null=True)
    pending_reason = models.CharField(max_length=64, null=True)
    due_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "cameras_status"
        verbose_name = "camera status"
        verbose_name_plural = "camera statuses"

    def __str__(self) -> str:
        return self.name or "unknown"


class CameraStatusChange(models.Model):
    """What is told of a camera's past; it outlives the camera. The id carries `since`."""

    id = models.UUIDField(primary_key=True, editable=False)
    camera_id = models.UUIDField()
    status = models.CharField(max_length=8)
    reason = models.CharField(max_length=64, null=True)
    since = models.DateTimeField()
    previous_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_status_change"
        verbose_name = "status change"
        indexes = [models.Index("camera_id", models.F("id").desc(), name="status_change_camera")]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.status}"


class ProbeRow(models.Model):
    """What the last look at a camera's source told."""

    camera = models.OneToOneField(
        CameraRow, primary_key=True, on_delete=models.CASCADE, related_name="last_probe"
    )
    probed_at = models.DateTimeField()
    outcome = models.JSONField()

    class Meta:
        db_table = "cameras_probe"
        verbose_name = "probe"

    def __str__(self) -> str:
        return f"{self.probed_at}"


class ProbeSnapshot(models.Model):
    """The picture of the last look that gave one; source_address: of what it is a picture."""

    camera = models.OneToOneField(
        CameraRow, primary_key=True, on_delete=models.CASCADE, related_name="probe_snapshot"
    )
    jpeg = models.BinaryField()
    source_address = models.TextField()
    taken_at = models.DateTimeField()

    class Meta:
        db_table = "cameras_probe_snapshot"
        verbose_name = "snapshot"

    def __str__(self) -> str:
        return f"{self.taken_at}"


class ConfigurationUpload(models.Model):
    """A configuration file that waits in the admin for somebody to apply what its plan says.

    content: the file, which may hold passwords of cameras; empty once nothing more can be done with it.
    lines, faults, counts, digest: of the plan that was shown. Rows go after a day.
    """

    STATES = (
        ("planned", "waits to be applied"),
        ("nothing", "nothing to do"),
        ("refused", "has faults"),
        ("applied", "applied"),
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file_name = models.CharField("file", max_length=200)
    is_csv = models.BooleanField(default=False)
    prune = models.BooleanField("removes what it does not name", default=False)
    state = models.CharField(max_length=16, choices=STATES)
    content = EncryptedTextField(default="")
    counts = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    digest = models.CharField(max_length=64, default="")
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    applied_by = models.CharField(max_length=150, default="")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_config_upload"
        verbose_name = "configuration file"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.file_name
