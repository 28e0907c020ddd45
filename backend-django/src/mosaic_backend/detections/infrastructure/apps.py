"""The Django app of the detections context."""

from django.apps import AppConfig


class DetectionsConfig(AppConfig):
    name = "mosaic_backend.detections.infrastructure"
    label = "detections"
    verbose_name = "Detections"
