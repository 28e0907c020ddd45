"""The Django app of the partners context."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "mosaic_backend.partners.infrastructure"
    label = "partners"
    verbose_name = "Partners"
    default_auto_field = "django.db.models.BigAutoField"
