"""Watch lists and alerts."""

from django.db import models

from mosaic_contracts.ids import new_id


class Severity(models.TextChoices):
    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


class WatchList(models.Model):
    """Plates that somebody wants to hear of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    reason = models.TextField(blank=True, default="", max_length=2000)
    severity = models.CharField(max_length=8, choices=Severity.choices, default=Severity.WARNING)
    enabled = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class WatchListEntry(models.Model):
    """One plate; `folded` and `skeleton` follow from `text` (facade of detections)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watchlist = models.ForeignKey(WatchList, models.CASCADE, related_name="entries")
    text = models.CharField(max_length=32)
    folded = models.CharField(max_length=64, editable=False)
    skeleton = models.CharField(max_length=64, editable=False)
    note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["watchlist", "folded"], name="watchlist_entry_once")
        ]
        indexes = [models.Index(fields=["skeleton"], name="watchlist_entry_skeleton")]
        verbose_name_plural = "watch list entries"

    def __str__(self) -> str:
        return self.text


class Alert(models.Model):
    """Something a person should see. `key` says what it is about: the same thing is told once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    title = models.CharField(max_length=300)
    camera_id = models.UUIDField(null=True)
    plate_read_id = models.UUIDField(null=True)
    watchlist = models.ForeignKey(WatchList, models.SET_NULL, null=True, related_name="+")
    for_administrators = models.BooleanField(default=False)
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=150, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        indexes = [
            models.Index("camera_id", models.F("id").desc(), name="alert_camera"),
            models.Index(
                fields=["camera_id"],
                condition=models.Q(acknowledged_at__isnull=True),
                name="alert_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title
