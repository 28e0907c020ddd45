"""The outbox table as the relay reads it, and the notifications that wake the relay."""

import asyncio
from collections.abc import Callable, Sequence

import psycopg
from django.db import close_old_connections

from mosaic_backend.shared.outbox import facade
from mosaic_backend.shared.outbox.models import OutboxRow
from mosaic_contracts.events import CloudEvent
from mosaic_platform.logs import get_logger

LISTEN_RETRY_S = 2.0
_log = get_logger(__name__)


class DatabaseOutbox:
    """Adapter of `mosaic_platform.messaging.Outbox`; every call comes from the relay's one thread."""

    def pending(self, limit: int) -> list[tuple[int, CloudEvent]]:
        close_old_connections()
        rows = OutboxRow.objects.order_by("position").values_list("position", "event")[:limit]
        return [(position, CloudEvent.from_json(event.encode())) for position, event in rows]

    def remove(self, positions: Sequence[int]) -> None:
        OutboxRow.objects.filter(position__in=positions).delete()

    def depth(self) -> int:
        return facade.depth()


async def listen(database_url: str, wake: Callable[[], None]) -> None:
    """Calls `wake` on every notification, reconnecting for ever; the relay polls too, so a gap only delays."""
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                database_url, autocommit=True, connect_timeout=5
            ) as connection:
                await connection.execute(f"LISTEN {facade.CHANNEL}")
                wake()
                async for _ in connection.notifies():
                    wake()
        except psycopg.Error as error:
            _log.warning("outbox_listener_lost", error=type(error).__name__)
        await asyncio.sleep(LISTEN_RETRY_S)
