"""The Django app of the mosaics context."""

from django.apps import AppConfig


class MosaicsConfig(AppConfig):
    name = "mosaic_backend.mosaics.infrastructure"
    label = "mosaics"
    verbose_name = "Mosaics"
    default_auto_field = "django.db.models.BigAutoField"
