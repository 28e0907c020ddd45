"""Clips, and the evidence packages made of them; the recordings are in recording_models."""

from datetime import datetime

from django.db import models

from mosaic_backend.clips.infrastructure.encryption.key_use_models import RecordingKeyUse
from mosaic_backend.clips.infrastructure.evidence.seal_models import HourSeal
from mosaic_backend.clips.infrastructure.recording.event_models import EventWatch
from mosaic_backend.clips.infrastructure.recording.recording_models import (
    ClockSeen,
    LedgerSpan,
    LedgerWatch,
    RecordingFact,
    Segment,
)
from mosaic_backend.clips.infrastructure.recording.retention_models import LegalHold, RecordingLimit
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare
from mosaic_contracts.ids import new_id

__all__ = [
    "Clip",
    "ClipShare",
    "ClipState",
    "ClockSeen",
    "EventWatch",
    "HourSeal",
    "LedgerSpan",
    "LedgerWatch",
    "LegalHold",
    "RecordingFact",
    "RecordingKeyUse",
    "RecordingLimit",
    "Segment",
]


class ClipState(models.TextChoices):
    QUEUED = "queued"
    RUNNING = "running"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"


PACKAGE_STATES = [each for each in ClipState.choices if each[0] != ClipState.CANCELLED]


class _NotDeleted(models.Manager["Clip"]):
    def get_queryset(self) -> models.QuerySet["Clip"]:
        return super().get_queryset().filter(deleted_at=None)


class Clip(models.Model):
    """A saved time range of one camera; the file is `<id>.mp4` in the clips folder once it is ready.

    recorded: the parts of the wish of which there was a recording; null for clips cut before this was kept.
    pieces: what the file shows, `{from, to, at_s}`: where in it that begins. gaps: what was not recorded of the
    wish, `{from, to, kind, cause}`. method: see Cut. group: clips of one request. changes_at, continued_in: the
    camera's stream was another one from then on, which is a clip of its own; number: how many come before it.
    deleted_at: it is gone for everybody, and only its files are perhaps still there (clip_deletion).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    camera_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.CharField(max_length=120, default="", blank=True)
    exact = models.BooleanField(default=False)
    group = models.UUIDField(null=True)
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=ClipState.choices, default=ClipState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=8, default="queued")
    reason = models.CharField(max_length=40, default="", blank=True)
    detail = models.CharField(max_length=500, default="", blank=True)
    size_bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    requester_id = models.CharField(max_length=64, default="", blank=True)
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=7, default="", blank=True)
    pieces = models.JSONField(null=True, default=None, editable=False)
    gaps = models.JSONField(null=True, default=None, editable=False)
    changes_at = models.DateTimeField(null=True)
    continued_in = models.UUIDField(null=True)
    recorded = models.JSONField(null=True, default=None, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = _NotDeleted()
    with_deleted = models.Manager["Clip"]()

    class Meta:
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="clip_camera"),
            models.Index(
                fields=["requester_id"],
                condition=models.Q(state__in=["queued", "running"]),
                name="clip_waited_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M:%S} {self.state}"

    @property
    def shown_from(self) -> datetime:
        """Maybe before the wish: a clip may begin with an earlier key frame."""
        shown = [datetime.fromisoformat(piece["from"]) for piece in self.pieces or ()]
        return min([self.starts_at, *shown])


class EvidencePackage(models.Model):
    """A clip as evidence, for the one who asked: `<id>.zip` in the evidence packages' folder once it is ready.

    with_sightings: with reads and detections, which only those get who may search the camera.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clip = models.ForeignKey(Clip, on_delete=models.CASCADE, related_name="packages")
    state = models.CharField(max_length=7, choices=PACKAGE_STATES, default=ClipState.QUEUED)
    failure = models.CharField(max_length=40, default="", blank=True)
    detail = models.CharField(max_length=500, default="", blank=True)
    reason = models.CharField(max_length=500, default="", blank=True)
    with_sightings = models.BooleanField()
    size_bytes = models.BigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, default="", blank=True)
    manifest_sha256 = models.CharField(max_length=64, default="", blank=True)
    fingerprint = models.CharField(max_length=64, default="", blank=True)
    requester_id = models.CharField(max_length=64)
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("clip", "requester_id", models.F("id").desc(), name="evidence_package_of")
        ]

    def __str__(self) -> str:
        return f"{self.requested_at:%Y-%m-%d %H:%M:%S} {self.state}"


class EvidenceKey(models.Model):
    """A public key that signs or signed packages. Never removed: packages outlive keys."""

    fingerprint = models.CharField(primary_key=True, max_length=64)
    public = models.CharField(max_length=44, help_text="The 32 bytes in base64.")
    first_used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.fingerprint
