"""The feed of a sandbox: the recorded day's moments as far as its clock has come. Nothing of it is stored."""

from collections.abc import Collection
from datetime import datetime

from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import (
    LATEST,
    CursorExpiredError,
    FeedEvent,
    FeedPage,
    position_of,
    public_event,
    scope_of,
)
from mosaic_backend.partners.domain.recorded_events import TYPE_OF, event_at
from mosaic_backend.partners.domain.replay import Replay
from mosaic_backend.partners.domain.scopes import VERB, Scope
from mosaic_backend.partners.infrastructure.recorded_files import recorded_day

LOOKED_AT = 2_000


def oldest(replay: Replay) -> int:
    """What follows this position has been told since the replay began."""
    return recorded_day().all.told_before(replay.begins_ms)


def head(replay: Replay, now: datetime) -> int:
    return recorded_day().all.told_by(replay.elapsed_ms(now))


def start(replay: Replay, after: str | None, now: datetime) -> int:
    """As `feed_reader.start`; a new beginning makes the cursors before it expire."""
    first, last = oldest(replay), head(replay, now)
    if not after:
        return first
    if after == LATEST:
        return last
    position = position_of(after, sandbox=True)
    if not first <= position <= last:
        raise CursorExpiredError
    return position


def page(
    client: Client,
    replay: Replay,
    *,
    after: int,
    types: Collection[str],
    limit: int,
    now: datetime,
) -> FeedPage:
    """As `feed_reader.page`."""
    day, newest = recorded_day(), head(replay, now)
    after = max(after, oldest(replay))
    last = min(newest, after + LOOKED_AT)
    shown: list[FeedEvent] = []
    for position in range(after + 1, last + 1):
        number, moment = day.all.at(position)
        if types and TYPE_OF[moment.kind] not in types:
            continue
        event = event_at(day, number, moment)
        if _audible(client, event.type, event.data):
            if len(shown) == limit:
                return FeedPage(shown, shown[-1].position, True, sandbox=True)
            shown.append(FeedEvent(position, event.type, public_event(event), sandbox=True))
    return FeedPage(shown, max(after, last), last < newest, sandbox=True)


def _audible(client: Client, type_: str, data: dict[str, object]) -> bool:
    """All recorded cameras are a sandbox client's; its scopes hold as they do elsewhere."""
    scope = scope_of(type_, data)
    return Scope.EVENTS in client.scopes and scope in client.scopes & VERB.keys()
