"""Which reads people gave to another plate than was read, by that plate."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection

from mosaic_backend.journeys.infrastructure.models import CorrectedRead

_PUT = (
    "INSERT INTO journeys_correctedread AS known (read_id, plate, corrected_at) VALUES (%s, %s, %s)"
    " ON CONFLICT (read_id) DO UPDATE SET plate = EXCLUDED.plate,"
    " corrected_at = EXCLUDED.corrected_at WHERE known.corrected_at < EXCLUDED.corrected_at"
)


def put(given: Mapping[UUID, tuple[str, datetime]]) -> None:
    """plate "": nobody says anything any more. The latest word holds, in whatever order the words come."""
    stored = CorrectedRead._meta.get_field("plate").stored
    with connection.cursor() as cursor:
        for read_id, (plate, at) in sorted(given.items()):
            cursor.execute(_PUT, [read_id, stored(plate), at])


def reads_corrected_to(plate: str, before: UUID | None, limit: int) -> list[UUID]:
    """Newest first; before: only smaller ids."""
    rows = CorrectedRead.objects.filter(plate=plate)
    if before is not None:
        rows = rows.filter(read_id__lt=before)
    return list(rows.order_by("-read_id").values_list("read_id", flat=True)[:limit])
