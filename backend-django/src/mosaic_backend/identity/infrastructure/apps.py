"""The Django app of the identity context."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "mosaic_backend.identity.infrastructure"
    label = "identity"
    verbose_name = "Identity"
    default_auto_field = "django.db.models.BigAutoField"
