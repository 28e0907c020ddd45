"""The table of idempotency keys and the answers that they stand for."""

from collections.abc import Callable

from django.db import models

from mosaic_backend.shared.plate_protection.fields import SealedJSONField, TokenField


class IdempotencyKey(models.Model):
    """A creation that was done: the same key answers the same again."""

    owner = models.CharField(max_length=64, help_text="Id of the user who sent the key")
    key = models.CharField(max_length=255)
    request_digest = TokenField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = SealedJSONField()
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


def forget_answers(is_of: Callable[[object], bool]) -> int:
    """Those that hold a value which `is_of` names are not repeated any more; how many."""
    rows = IdempotencyKey.objects.values_list("pk", "body").iterator()
    gone = [key for key, body in rows if _holds(body, is_of)]
    return IdempotencyKey.objects.filter(pk__in=gone).delete()[0]


def _holds(value: object, is_of: Callable[[object], bool]) -> bool:
    if isinstance(value, dict):
        return any(_holds(part, is_of) for part in value.values())
    if isinstance(value, list):
        return any(_holds(part, is_of) for part in value)
    return is_of(value)
