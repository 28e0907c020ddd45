"""The Django app of the cameras context."""

from django.apps import AppConfig


class CamerasConfig(AppConfig):
    name = "mosaic_backend.cameras.infrastructure"
    label = "cameras"
    verbose_name = "Cameras"
    default_auto_field = "django.db.models.BigAutoField"
