"""How many recordings each key opens, as a view of the index."""

from django.db import models

PLAIN = "plain"


class RecordingKeyUse(models.Model):
    """key: its id, or PLAIN. bytes: on the disk; starts_at, ends_at: of all that it opens."""

    key = models.CharField(max_length=16, primary_key=True)
    files = models.BigIntegerField()
    bytes = models.BigIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "clips_recordingkeyuse"
        default_permissions = ("view",)
        verbose_name = "recording key"

    def __str__(self) -> str:
        return self.key
