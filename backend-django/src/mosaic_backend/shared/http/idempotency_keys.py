"""The table of idempotency keys and the answers that they stand for."""

from django.db import models


class IdempotencyKey(models.Model):
    """A creation that was done: the same key answers the same again."""

    owner = models.CharField(max_length=64, help_text="Id of the user who sent the key")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        app_label = "shared"
        db_table = "idempotency_key"
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return self.key
