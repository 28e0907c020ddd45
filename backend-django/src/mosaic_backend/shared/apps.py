"""The Django app of what all contexts share: the outbox and the idempotency keys."""

from typing import Any

from django.apps import AppConfig
from django.core.management.base import CommandError
from django.db.models.signals import post_migrate


class SharedConfig(AppConfig):
    name = "mosaic_backend.shared"
    label = "shared"
    verbose_name = "Plumbing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_check_plates)


def _check_plates(sender: AppConfig, **_: Any) -> None:
    """Every start migrates first: with another plate-key than the database's it ends there."""
    from mosaic_backend.shared.plate_protection.keys import PlateKeyError
    from mosaic_backend.shared.plate_protection.state import check_state

    if sender.label == "privacy":
        try:
            check_state()
        except PlateKeyError as error:
            raise CommandError(error.detail) from error
