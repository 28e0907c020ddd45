"""The Django app of what all contexts share: the outbox and the idempotency keys."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "mosaic_backend.shared"
    label = "shared"
    verbose_name = "Plumbing"
    default_auto_field = "django.db.models.BigAutoField"
