"""What cameras tell of by themselves, and how we hear of it."""

from django.db import models

KINDS = ("motion", "input", "line-crossing", "tamper", "other")
STATES = ("waiting", "listening", "unauthorised", "refused", "unreachable")


class CameraEventRow(models.Model):
    """The id carries occurred_at. digest: of what the camera said, so that it counts once however often it comes.

    source_key: the source in one line. active: whether it began or ended; None of what only happens.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    camera_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    topic = models.CharField(max_length=200)
    source = models.JSONField(default=dict)
    source_key = models.TextField(default="")
    active = models.BooleanField(null=True)
    digest = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        db_table = "cameras_event"
        verbose_name = "camera event"
        constraints = [
            models.UniqueConstraint(fields=["camera_id", "digest"], name="camera_event_once")
        ]
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="camera_event_camera"),
            models.Index(
                fields=["camera_id", "topic", "source_key", "occurred_at"],
                name="camera_event_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.topic}"


class EventSubscription(models.Model):
    """Of a camera whose events are wanted. heard_at: until then everything it told is stored.

    listening_since: nothing was missed since then. holder: the worker that listens, until held_until.
    """

    camera = models.OneToOneField(
        "cameras.CameraRow",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="event_subscription",
    )
    state = models.CharField(
        max_length=16, choices=[(one, one) for one in STATES], default="waiting"
    )
    detail = models.CharField(max_length=300, default="", blank=True)
    since = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    listening_since = models.DateTimeField(null=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "cameras_event_subscription"
        verbose_name = "event subscription"

    def __str__(self) -> str:
        return self.state
