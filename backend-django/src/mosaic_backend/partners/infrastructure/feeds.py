"""The feed of a client: the live one, or that of its sandbox, and never the other."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import FeedPage
from mosaic_backend.partners.infrastructure import feed_reader, replay_store, sandbox_feed
from mosaic_backend.partners.infrastructure.models import FeedState, SandboxReplay


def start(client_id: UUID, after: str | None, *, sandbox: bool) -> int:
    """The position to go on from: of a cursor, of `latest`, or of the oldest event that is kept.

    Raises InvalidInputError for what is no cursor of this feed, CursorExpiredError for one that leads nowhere.
    """
    if not sandbox:
        return feed_reader.start(after)
    now = timezone.now()
    return sandbox_feed.start(replay_store.replay_of(client_id, now), after, now)


def page(client: Client, after: int, types: Collection[str], limit: int) -> FeedPage:
    """What follows `after`, oldest first. types: only these; empty: all."""
    if not client.sandbox:
        return feed_reader.page(client, after, types, limit)
    now = timezone.now()
    replay = replay_store.replay_of(client.id, now)
    return sandbox_feed.page(client, replay, after=after, types=types, limit=limit, now=now)


def head(client_id: UUID, *, sandbox: bool) -> int:
    if not sandbox:
        return feed_reader.head()
    now = timezone.now()
    return sandbox_feed.head(replay_store.replay_of(client_id, now), now)


def oldest(client_id: UUID, *, sandbox: bool) -> int:
    """The position before the oldest event that is kept."""
    if sandbox:
        return sandbox_feed.oldest(replay_store.replay_of(client_id, timezone.now()))
    state = FeedState.objects.first()
    return state.pruned if state else 0


def sandbox_heads(now: datetime) -> dict[UUID, int]:
    """Client → how far its sandbox has come, of those that ever asked."""
    return {
        row.client_id: sandbox_feed.head(row.replay, now) for row in SandboxReplay.objects.all()
    }
