"""The Django app of the dashboard context."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "mosaic_backend.dashboard.infrastructure"
    label = "dashboard"
    verbose_name = "Dashboard"
    default_auto_field = "django.db.models.BigAutoField"
