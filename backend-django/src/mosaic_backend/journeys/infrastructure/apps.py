"""The Django app of the journeys context."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "mosaic_backend.journeys.infrastructure"
    label = "journeys"
    verbose_name = "Journeys"
