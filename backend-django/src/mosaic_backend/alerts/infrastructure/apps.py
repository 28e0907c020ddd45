"""The Django app of the alerts context."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "mosaic_backend.alerts.infrastructure"
    label = "alerts"
    verbose_name = "Alerts"
