"""Plate reads in the order of their ids, for whoever goes through all of them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from mosaic_backend.detections.domain.instants import first_id_at
from mosaic_backend.detections.infrastructure.correcting import corrected
from mosaic_backend.detections.infrastructure.models import PlateRead


class StoredRead(NamedTuple):
    """plates: what it says, folded: as it was read, and as somebody corrected it."""

    id: UUID
    camera_id: UUID
    first_seen_at: datetime
    last_seen_at: datetime
    plates: frozenset[str]


def reads_between(after: UUID | None, until: datetime, limit: int) -> list[StoredRead]:
    """The next reads by id, of all cameras, whose ids are of before `until`. after: None: from the oldest on."""
    rows = PlateRead.objects.filter(id__lt=first_id_at(until))
    if after is not None:
        rows = rows.filter(id__gt=after)
    columns = ("id", "camera_id", "first_seen_at", "last_seen_at", "folded")
    found = list(rows.order_by("id").values_list(*columns)[:limit])
    said = corrected([row[0] for row in found])
    return [
        StoredRead(
            read_id,
            camera_id,
            first_seen_at,
            last_seen_at,
            frozenset({folded, *([said[read_id].plate] if read_id in said else ())}),
        )
        for read_id, camera_id, first_seen_at, last_seen_at, folded in found
    ]
