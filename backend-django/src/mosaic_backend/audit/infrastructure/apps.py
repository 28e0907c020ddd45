"""The Django app of the audit context."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "mosaic_backend.audit.infrastructure"
    label = "audit"
    verbose_name = "Audit"
    default_auto_field = "django.db.models.BigAutoField"
