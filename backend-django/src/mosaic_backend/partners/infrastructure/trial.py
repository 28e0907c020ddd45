"""A test event for a webhook: signed and sent as every other, but of no feed, and it changes nothing."""

from collections.abc import Sequence
from datetime import datetime

from asgiref.sync import async_to_sync

from mosaic_backend.partners.domain.receiver import Network
from mosaic_backend.partners.infrastructure.models import Webhook
from mosaic_backend.partners.infrastructure.posting import Answer, opened, post
from mosaic_backend.partners.infrastructure.webhook_store import secrets_of
from mosaic_backend.shared.outbox.facade import SOURCE
from mosaic_contracts.events import CloudEvent, WebhookTested, new_event


def try_out(row: Webhook, networks: Sequence[Network], now: datetime) -> Answer:
    """Waits for the receiver's answer, ten seconds at most."""
    event = new_event(WebhookTested(webhook_id=row.id), source=SOURCE)
    return async_to_sync(_send)(row, event, networks, now)


async def _send(
    row: Webhook, event: CloudEvent, networks: Sequence[Network], now: datetime
) -> Answer:
    told = event.model_dump(mode="json", exclude_none=True)
    async with opened(networks) as http:
        return await post(http, row.url, told, signed_with=secrets_of(row, now), at=now)
