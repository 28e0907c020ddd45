"""Cameras of which only what lies around events is kept."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

_SECONDS = (MinValueValidator(5), MaxValueValidator(60))


class EventRule(models.Model):
    """What keeps footage of a camera: labels, empty: every detection; plates: plate reads, too.

    judged_until: files that begin before stay whatever happens; watched_*: domain.events.Watch.
    """

    camera_id = models.UUIDField(primary_key=True)
    before_s = models.PositiveSmallIntegerField(default=10, validators=_SECONDS)
    after_s = models.PositiveSmallIntegerField(default=10, validators=_SECONDS)
    labels = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    plates = models.BooleanField(default=True)
    judged_until = models.DateTimeField()
    watched_since = models.DateTimeField(null=True, editable=False)
    watched_until = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        db_table = "clips_event_rule"
        verbose_name = "recording on events"

    def __str__(self) -> str:
        return f"{self.camera_id} {self.before_s}/{self.after_s}"
