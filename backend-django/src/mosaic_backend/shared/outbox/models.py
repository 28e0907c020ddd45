"""The outbox table."""

from django.db import models

from mosaic_backend.shared.plate_protection.fields import SealedTextField


class OutboxRow(models.Model):
    """One event that waits to be published; removed once the broker has confirmed it."""

    position = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    event = SealedTextField(help_text="The CloudEvent as JSON")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "shared"
        db_table = "outbox"
        ordering = ["position"]
        verbose_name = "waiting event"

    def __str__(self) -> str:
        return f"{self.position}"
