"""Reads the feed for one client: what its scopes and camera groups let it hear."""

from collections.abc import Collection

from django.db.models import Q

from mosaic_backend.cameras.facade import visible_cameras
from mosaic_backend.partners.domain.client import Client
from mosaic_backend.partners.domain.feed import (
    LATEST,
    CursorExpiredError,
    FeedEvent,
    FeedPage,
    position_of,
)
from mosaic_backend.partners.domain.scopes import VERB, Scope
from mosaic_backend.partners.infrastructure.models import FeedRow, FeedState

LOOKED_AT = 20_000
"""So many events are looked at for a page; who may hear few of them gets an empty page and goes on."""


def start(after: str | None) -> int:
    """The position to go on from: of a cursor, of `latest`, or of the oldest event that is kept.

    Raises InvalidInputError for what is no cursor, CursorExpiredError for one that leads nowhere any more.
    """
    state = FeedState.objects.first()
    head, pruned = (state.head, state.pruned) if state else (0, 0)
    if not after:
        return pruned
    if after == LATEST:
        return head
    position = position_of(after)
    if not pruned <= position <= head:
        raise CursorExpiredError
    return position


def head() -> int:
    state = FeedState.objects.first()
    return state.head if state else 0


def page(client: Client, after: int, types: Collection[str], limit: int) -> FeedPage:
    """What follows `after`, oldest first. types: only these; empty: all."""
    newest = head()  # before the rows are read, or one could be passed over
    last = min(newest, after + LOOKED_AT)
    if last <= after:
        return FeedPage([], after, False)
    rows = FeedRow.objects.filter(position__gt=after, position__lte=last)
    found = rows.filter(_audible(client))
    if types:
        found = found.filter(type__in=types)
    shown = [
        FeedEvent(row.position, row.type, row.event)
        for row in found.order_by("position")[: limit + 1]
    ]
    if len(shown) > limit:
        return FeedPage(shown[:limit], shown[limit - 1].position, True)
    return FeedPage(shown, last, last < newest)


def _audible(client: Client) -> Q:
    """An event of no camera is for those who see all cameras."""
    if Scope.EVENTS not in client.scopes:
        return Q(pk__in=[])
    allowed = Q(pk__in=[])
    for scope in client.scopes & VERB.keys():
        visible = visible_cameras(client.principal, VERB[scope])
        of_scope = Q(scope=scope)
        allowed |= of_scope if visible.all else of_scope & Q(camera_id__in=visible.ids)
    return allowed
