"""The ledger in the database. Who writes holds `writing_lock`, so that stretches never overlap."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import connection

from mosaic_backend.clips.domain.ledger import Cause, Kind, Stretch, painted
from mosaic_backend.clips.infrastructure.recording.recording_models import LedgerSpan

_LOCK = 0x6D6F7361_72656373
_READ = """
SELECT s.camera_id, s.starts_at, s.ends_at, s.kind, s.cause
FROM unnest(%s::uuid[]) AS asked(camera_id)
CROSS JOIN LATERAL (
    (SELECT * FROM clips_span
     WHERE camera_id = asked.camera_id AND starts_at <= %s ORDER BY starts_at DESC LIMIT 1)
    UNION ALL
    (SELECT * FROM clips_span WHERE camera_id = asked.camera_id AND starts_at > %s AND starts_at < %s)
) AS s
WHERE s.ends_at > %s
ORDER BY s.camera_id, s.starts_at
"""
_GROW = """
UPDATE clips_span SET ends_at = growing.until
FROM unnest(%s::uuid[], %s::timestamptz[], %s::timestamptz[]) AS growing(camera_id, known, until)
CROSS JOIN LATERAL (
    SELECT id, kind, ends_at FROM clips_span
    WHERE camera_id = growing.camera_id ORDER BY starts_at DESC LIMIT 1
) AS last
WHERE clips_span.id = last.id AND last.kind = %s
  AND last.ends_at = growing.known AND growing.until > growing.known
RETURNING clips_span.camera_id
"""
EVER = (
    datetime.fromisoformat("0001-01-02T00:00:00+00:00"),
    datetime.fromisoformat("9999-12-30T00:00:00+00:00"),
)


def writing_lock(*, wait: bool) -> bool:
    """Until the transaction ends, nobody else writes index or ledger; False: somebody else does."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def stretches(
    cameras: Collection[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Stretch]]:
    """By camera, in order, those that lie at least partly between start and end. One query."""
    found: dict[UUID, list[Stretch]] = {camera: [] for camera in cameras}
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(cameras), start, start, end, start])
        for camera_id, starts_at, ends_at, kind, cause in cursor.fetchall():
            found[camera_id].append(Stretch(starts_at, ends_at, kind, cause))
    return found


def grow(growing: Sequence[tuple[UUID, datetime, datetime]], kind: Kind = "recorded") -> set[UUID]:
    """Lets last stretches of a kind reach further: camera, where it ends, where it shall. Which did."""
    if not growing:
        return set()
    cameras, known, until = zip(*growing, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_GROW, [list(cameras), list(known), list(until), kind])
        return {camera_id for (camera_id,) in cursor.fetchall()}


def paint(camera_id: UUID, new: Iterable[Stretch]) -> None:
    """Puts stretches over whatever the ledger says in their place."""
    new = [stretch for stretch in new if stretch.start < stretch.end]
    if not new:
        return
    near = timedelta(microseconds=1)  # so that neighbours that only touch are found
    start = min(stretch.start for stretch in new) - near
    end = max(stretch.end for stretch in new) + near
    rows = list(
        LedgerSpan.objects.filter(camera_id=camera_id, starts_at__lt=end, ends_at__gt=start)
        .order_by("starts_at")
        .select_for_update()
    )
    wanted = [
        Stretch(row.starts_at, row.ends_at, cast(Kind, row.kind), cast(Cause, row.cause))
        for row in rows
    ]
    for stretch in new:
        wanted = painted(wanted, stretch)
    by_start = {row.starts_at: row for row in rows}
    kept = {stretch.start for stretch in wanted}
    gone = [row.id for row in rows if row.starts_at not in kept]
    if gone:
        LedgerSpan.objects.filter(id__in=gone).delete()
    added = []
    for stretch in wanted:
        row = by_start.get(stretch.start)
        told = {"ends_at": stretch.end, "kind": stretch.kind, "cause": stretch.cause}
        if row is None:
            added.append(LedgerSpan(camera_id=camera_id, starts_at=stretch.start, **told))
        elif any(getattr(row, name) != value for name, value in told.items()):
            LedgerSpan.objects.filter(id=row.id).update(**told)
    LedgerSpan.objects.bulk_create(added)
