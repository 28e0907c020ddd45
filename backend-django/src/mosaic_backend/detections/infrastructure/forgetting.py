"""Lets plate reads go: rows first, pictures after them.

A read's rows go in one transaction with what is counted of them and with the keys of their pictures, which are
thereby owed to nobody but `remove_crops`. Killed before the commit nothing has happened; killed after it the
pictures wait in a table of their own. So no read that can be seen lacks a picture, and no picture is left behind.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from mosaic_backend.detections.infrastructure.evidence import ObstoreEvidence
from mosaic_backend.detections.infrastructure.forgotten_models import ErasedRead, LeavingCrop
from mosaic_backend.detections.infrastructure.models import PlateCorrection, PlateRead
from mosaic_contracts.events import PlateCorrected
from mosaic_contracts.events import PlateRead as PlateReadEvent

CROPS_AT_ONCE = 300
CROPS_WITHIN_S = 20.0
SYSTEM = "system"
_COUNT = (
    'INSERT INTO detections_forgottenreads AS known (camera_id, hour, number, corrected, "right")'
    " SELECT r.camera_id, date_trunc('hour', r.seen_at, 'UTC'), count(*), count(said.read_id),"
    " count(*) FILTER (WHERE r.id = ANY(%s::uuid[]))"
    " FROM detections_plateread r LEFT JOIN detections_platecorrection said ON said.read_id = r.id"
    " WHERE r.id = ANY(%s::uuid[]) GROUP BY 1, 2 ORDER BY 2, 1"
    " ON CONFLICT (hour, camera_id) DO UPDATE SET number = known.number + EXCLUDED.number,"
    ' corrected = known.corrected + EXCLUDED.corrected, "right" = known."right" + EXCLUDED."right"'
)


def forget_reads(
    read_ids: Sequence[UUID], now: datetime, publish: Callable[[PlateCorrected], object]
) -> set[UUID]:
    """Takes the reads away with their corrections, counts them, and notes their pictures to be removed.

    In the caller's transaction. Which were there. What corrections taught of cameras stays: it names no plate.
    """
    rows = PlateRead.objects.select_for_update().filter(id__in=read_ids).order_by("id")
    found = list(rows.only("id", "camera_id", "first_seen_at", "image_keys", "folded"))
    if not found:
        return set()
    there = [row.id for row in found]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_right(found), there])
    _owe_crops(key for row in found for key in row.images.values())
    _withdraw_corrections(there, now, publish)
    PlateRead.objects.filter(id__in=there).delete()
    return set(there)


def _right(reads: Sequence[PlateRead]) -> list[UUID]:
    """Those of which somebody said that they had been read rightly."""
    read = {row.id: row.folded for row in reads}
    said = PlateCorrection.objects.filter(read_id__in=list(read)).values_list("read_id", "folded")
    return [read_id for read_id, folded in said if read[read_id] == folded]


def _withdraw_corrections(
    read_ids: Sequence[UUID], now: datetime, publish: Callable[[PlateCorrected], object]
) -> None:
    """Others who keep the text of a correction (labels of pictures) hear that it no longer holds."""
    corrections = PlateCorrection.objects.filter(read_id__in=read_ids)
    for read_id, camera_id in corrections.values_list("read_id", "camera_id"):
        publish(
            PlateCorrected(
                read_id=read_id,
                camera_id=camera_id,
                text=None,
                read_text="",
                corrected_by=SYSTEM,
                corrected_at=now,
            )
        )
    corrections.delete()


def forget_corrections_to(plate: str, but: Collection[UUID]) -> int:
    return PlateCorrection.objects.filter(folded=plate).exclude(read_id__in=but).delete()[0]


def remember_erased(read_ids: Sequence[UUID], now: datetime) -> None:
    rows = [ErasedRead(read_id=read_id, erased_at=now) for read_id in read_ids]
    ErasedRead.objects.bulk_create(rows, ignore_conflicts=True)


def erased_since(instant: datetime) -> set[UUID]:
    rows = ErasedRead.objects.filter(erased_at__gte=instant)
    return set(rows.values_list("read_id", flat=True))


def refuse_erased(reads: dict[UUID, PlateReadEvent]) -> None:
    """Takes out those that were erased; pictures that came with them go too. In the caller's transaction."""
    rows = ErasedRead.objects.filter(read_id__in=list(reads))
    erased = [reads.pop(read_id) for read_id in rows.values_list("read_id", flat=True)]
    _owe_crops(key for read in erased for key in read.images.model_dump(exclude_none=True).values())


def _owe_crops(keys: Iterable[str]) -> None:
    # Sorted, so that two writers wait for each other instead of deadlocking.
    rows = [LeavingCrop(key=key) for key in sorted(set(keys))]
    LeavingCrop.objects.bulk_create(rows, ignore_conflicts=True)


def remove_crops(evidence: ObstoreEvidence) -> int:
    """Removes pictures whose reads are gone, for a while; how many. Raises UnavailableError.

    One that is gone already counts as removed: whoever was killed between the two steps comes here again.
    """
    removed, ends_at = 0, time.monotonic() + CROPS_WITHIN_S
    while time.monotonic() < ends_at:
        keys = list(LeavingCrop.objects.values_list("key", flat=True)[:CROPS_AT_ONCE])
        if not keys:
            break
        evidence.remove(keys)
        LeavingCrop.objects.filter(key__in=keys).delete()
        removed += len(keys)
    return removed
