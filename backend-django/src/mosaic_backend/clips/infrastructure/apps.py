"""The Django app of the clips context."""

from django.apps import AppConfig


class ClipsConfig(AppConfig):
    name = "mosaic_backend.clips.infrastructure"
    label = "clips"
    verbose_name = "Clips"

    def ready(self) -> None:
        from mosaic_backend.clips.infrastructure.recording.event_doubts import register_metric

        register_metric()
