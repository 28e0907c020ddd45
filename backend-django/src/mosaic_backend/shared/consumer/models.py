"""The inbox: which events were handled; and dead letters, which lie in RabbitMQ."""

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


class DeadLetterRow(models.Model):
    """Gives the dead letters their place in the admin; there is no table behind it."""

    class Meta:
        managed = False
        default_permissions = ("view", "change")
        verbose_name = "dead letter"

    def __str__(self) -> str:
        return "Dead letter"
