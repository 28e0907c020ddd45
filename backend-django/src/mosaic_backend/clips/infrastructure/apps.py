"""The Django app of the clips context."""

from django.apps import AppConfig


class ClipsConfig(AppConfig):
    name = "mosaic_backend.clips.infrastructure"
    label = "clips"
    verbose_name = "Clips"

    def ready(self) -> None:
        from mosaic_backend.clips.infrastructure.encryption import missing_keys
        from mosaic_backend.clips.infrastructure.recording import event_doubts

        event_doubts.register_metric()
        missing_keys.register_metric()
