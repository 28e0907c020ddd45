"""The index of the recordings and the ledger."""

from django.db import models


class SegmentState(models.TextChoices):
    """half: its writer died; what is whole in it plays. leaving: retention has decided, the file may be gone."""

    GROWING = "growing"
    COMPLETE = "complete"
    HALF = "half"
    LEAVING = "leaving"


ENDED = (SegmentState.COMPLETE, SegmentState.HALF)
"""Nobody writes to it any more, and it is to stay."""


class Segment(models.Model):
    """One file in a camera's folder. stream, number, stream_s: MediaMTX's account of what it continues.

    seal, seal_index: the HourSeal that it was sealed in, and which of its leaves it is.
    bytes: of its plain content. encryption_key: the id of the key that opens the file, empty where it is plain;
    overhead_bytes: what it takes on the disk besides its content. The file itself says how it is.
    """

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
    # No foreign key: that a seal was taken away has to show.
    seal = models.UUIDField(null=True)
    seal_index = models.IntegerField(null=True)
    encryption_key = models.CharField(max_length=16, default="", db_default="", blank=True)
    overhead_bytes = models.IntegerField(default=0, db_default=0)

    class Meta:
        # No index has what changes while a file grows: PostgreSQL then updates the row in place.
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "name"], name="segment_name_once")
        ]
        indexes = [
            models.Index(fields=["camera_id", "starts_at"], name="segment_camera"),
            models.Index(
                fields=["id"],
                condition=models.Q(sha256="", state__in=["complete", "half"]),
                name="segment_not_hashed",
            ),
            models.Index(
                fields=["starts_at", "camera_id"],
                condition=models.Q(seal__isnull=True, state__in=["complete", "half"])
                & ~models.Q(sha256=""),
                name="segment_unsealed",
            ),
            models.Index(
                fields=["id"], condition=models.Q(state="leaving"), name="segment_leaving"
            ),
            models.Index(
                fields=["encryption_key", "id"],
                condition=models.Q(state__in=["complete", "half"]) & ~models.Q(sha256=""),
                name="segment_key",
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


class RecordingFact(models.Model):
    """What was so from an instant on, from which the ledger takes causes.

    subject: `wish` (of a camera: on, event, off, schedule, disabled); `disk` (ok, low, full), `server`
    (MediaMTX) and `machine` (up, down), which are no camera's.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=8)
    camera_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    state = models.CharField(max_length=8)

    class Meta:
        db_table = "clips_fact"
        indexes = [models.Index(fields=["subject", "camera_id", "at"], name="fact_subject")]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"


class LedgerWatch(models.Model):
    """The one row that says until when somebody looked, and which run of MediaMTX was seen last."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()
    server_started_at = models.DateTimeField(null=True)
    server_seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "clips_watch"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_watch_one")]

    def __str__(self) -> str:
        return f"{self.seen_at}"


class ClockSeen(models.Model):
    """The one row that says what the wall clock and the kernel's own count told last.

    boot, ran: which run of the machine, and for how long it had run. doubt: how much longer the clock is doubted.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    boot = models.CharField(max_length=36, blank=True)
    ran = models.DurationField()
    doubt = models.DurationField()

    class Meta:
        db_table = "clips_clock"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="clock_seen_one")]

    def __str__(self) -> str:
        return f"{self.at}"
