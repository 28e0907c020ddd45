"""The feed as server-sent events: what was missed first, then what comes, until client, key or process ends."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from uuid import UUID

from django.http import StreamingHttpResponse

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import FeedPage
from mosaic_backend.partners.infrastructure import feeds, keys, streams
from mosaic_backend.shared.database_connections import in_database_thread

LOOK_EVERY_S = 0.25
HEARTBEAT_S = 15.0
BATCH = 100


class SlottedResponse(StreamingHttpResponse):
    """Gives its slot back also when nobody ever read it."""

    give_back: Callable[[], None]

    def close(self) -> None:
        self.give_back()
        super().close()


def event_stream(client: Client, position: int, types: frozenset[str]) -> StreamingHttpResponse:
    """Raises TooManyStreamsError."""
    give_back = streams.take_slot(client.id)
    answer = SlottedResponse(
        _events(client.key_id, position, types, give_back),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
    answer.give_back = give_back
    return answer


async def _events(
    key_id: UUID, position: int, types: frozenset[str], give_back: Callable[[], None]
) -> AsyncIterator[bytes]:
    """Asks anew who has the key before each look: a revoked key hears nothing more."""
    try:
        yield b"retry: 2000\n\n"
        spoken_at = time.monotonic()
        while not streams.ending():
            page = await in_database_thread(_look, key_id, position, types)
            if page is None:
                return
            for event in page.events:
                data = json.dumps(event.told(), separators=(",", ":"), ensure_ascii=False)
                yield f"id: {event.cursor}\nevent: {event.type}\ndata: {data}\n\n".encode()
            position = page.position
            now = time.monotonic()
            if page.events:
                spoken_at = now
            elif now - spoken_at >= HEARTBEAT_S:
                # The id alone moves the client's Last-Event-ID past what it may not hear.
                yield f": still here\nid: {page.cursor}\n\n".encode()
                spoken_at = now
            if not page.has_more:
                await asyncio.sleep(LOOK_EVERY_S)
    finally:
        give_back()


def _look(key_id: UUID, position: int, types: frozenset[str]) -> FeedPage | None:
    """None: the key is no more."""
    client = keys.present(key_id, datetime.now(UTC))
    return feeds.page(client, position, types, BATCH) if client else None
