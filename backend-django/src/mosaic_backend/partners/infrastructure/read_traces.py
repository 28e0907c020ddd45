"""Plate reads in what partners were told, or are to be told."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from mosaic_backend.partners.infrastructure.models import FeedRow

_OF_READS = "(event->'data'->>'read_id' = ANY(%s) OR event->'data'->>'plate_read_id' = ANY(%s))"
_EVENTS = (
    "SELECT position, stored_at, event FROM partners_feedrow"  # noqa: S608 - from above
    f" WHERE scope = 'plates' AND {_OF_READS} ORDER BY position"
)
_FORGET_EVENTS = f"DELETE FROM partners_feedrow WHERE scope = 'plates' AND {_OF_READS}"  # noqa: S608
_FORGET_UNDELIVERED = f"DELETE FROM partners_deadletter WHERE {_OF_READS}"  # noqa: S608


def events_of(read_ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What the feed still has of the reads, and of alerts about them; oldest first."""
    opened = FeedRow._meta.get_field("event").opened
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, _twice(read_ids))
        return [
            {"position": position, "stored_at": stored_at, "event": opened(json.loads(event))}
            for position, stored_at, event in cursor.fetchall()
        ]


def forget_reads(read_ids: Collection[UUID]) -> int:
    """The feed has their events no more, and nothing undelivered does; how many. In the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_EVENTS, _twice(read_ids))
        forgotten = int(cursor.rowcount)
        cursor.execute(_FORGET_UNDELIVERED, _twice(read_ids))
        return forgotten + int(cursor.rowcount)


def _twice(read_ids: Collection[UUID]) -> list[list[str]]:
    return [[str(read_id) for read_id in read_ids]] * 2
