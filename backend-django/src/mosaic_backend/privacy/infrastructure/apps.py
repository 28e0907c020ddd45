"""The Django app of the privacy context."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "mosaic_backend.privacy.infrastructure"
    label = "privacy"
    verbose_name = "Privacy"
