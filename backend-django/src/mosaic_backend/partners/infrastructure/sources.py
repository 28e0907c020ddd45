"""Which source a client reads: this alone decides between what is real and what is recorded."""

from django.utils import timezone

from mosaic_backend.partners.application.source import Source
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.infrastructure import replay_store
from mosaic_backend.partners.infrastructure.live_source import LiveSource
from mosaic_backend.partners.infrastructure.sandbox_source import SandboxSource


def source_of(client: Client) -> Source:
    if not client.sandbox:
        return LiveSource(client)
    now = timezone.now()
    return SandboxSource(replay_store.replay_of(client.id, now), now)
