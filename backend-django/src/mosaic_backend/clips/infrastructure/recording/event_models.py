"""How far the footage of cameras that are recorded on events has been judged."""

from django.db import models

from mosaic_backend.clips.domain.events import DOUBTS


class EventWatch(models.Model):
    """Of a camera that is recorded on events at some time.

    settings: EventSettings by which footage from judged_until on is judged; what began before stays whatever
    happens. watched_*, asked_at: domain.events.Watch. doubt: why everything stays, since doubt_since.
    """

    camera_id = models.UUIDField(primary_key=True)
    settings = models.JSONField()
    judged_until = models.DateTimeField()
    watched_since = models.DateTimeField(null=True)
    watched_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    doubt = models.CharField(
        max_length=16, choices=[(one, one or "none") for one in DOUBTS], default="", blank=True
    )
    doubt_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "clips_event_watch"
        verbose_name = "recording on events"
        verbose_name_plural = "recording on events"

    def __str__(self) -> str:
        return f"{self.camera_id} {self.doubt}"
