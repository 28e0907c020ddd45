"""The inbox: which events were handled."""

from django.db import models


class InboxRow(models.Model):
    """An event that was handled; written in the transaction of what it changed."""

    pk = models.CompositePrimaryKey("event_id", "source")
    event_id = models.UUIDField()
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "inbox"

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
