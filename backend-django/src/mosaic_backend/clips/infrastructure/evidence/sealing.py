"""Seals the hours of cameras that are over: a signed head of the chain over the hashes of their files."""

import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from mosaic_backend.clips.infrastructure.evidence.seal_models import HourSeal
from mosaic_backend.clips.infrastructure.recording.recording_models import ENDED, Segment
from mosaic_evidence import chain
from mosaic_platform.logs import get_logger

SETTLED = timedelta(minutes=5)
"""An hour is over when that has passed: its last file is closed and in the index by then."""
UNREADABLE = timedelta(hours=1)
"""A file without a hash holds its hour up for so long; if it gets one later, it is sealed by a further head."""
AT_ONCE_S = 4.0
_LOCK = 0x6D6F7361_7365616C
_DUE = """
SELECT camera_id, date_trunc('hour', starts_at, 'UTC') AS hour FROM clips_segment AS s
WHERE seal IS NULL AND sha256 <> '' AND state IN ('complete', 'half') AND starts_at < %(over)s
  AND camera_id <> ALL(%(but)s::uuid[])
  AND (starts_at < %(given_up)s OR NOT EXISTS (
    SELECT 1 FROM clips_segment AS other
    WHERE other.camera_id = s.camera_id AND other.sha256 = '' AND other.state <> 'leaving'
      AND other.starts_at >= date_trunc('hour', s.starts_at, 'UTC')
      AND other.starts_at < date_trunc('hour', s.starts_at, 'UTC') + interval '1 hour'
  ))
GROUP BY 1, 2 ORDER BY 2, 1 LIMIT 200
"""
_MARK = """
UPDATE clips_segment AS s SET seal = %s, seal_index = told.place
FROM unnest(%s::bigint[], %s::int[]) AS told(id, place) WHERE s.id = told.id
"""
_log = get_logger(__name__)


def seal_hours(now: datetime, key: Callable[[], Ed25519PrivateKey]) -> int:
    """How many heads were made; any number of processes, of which one at a time seals.

    key: asked for only when something is to be signed.
    """
    done, deadline, broken = 0, time.monotonic() + AT_ONCE_S, set[UUID]()
    while due := _due(now, broken):
        before = (done, len(broken))
        signer = key()
        for camera_id, hour in due:
            if time.monotonic() >= deadline:
                return done
            try:
                with transaction.atomic():
                    if not _alone():
                        return done
                    done += _seal(camera_id, hour, signer)
            except ValueError as error:  # fsck tells more
                broken.add(camera_id)
                _log.error("chain_cannot_go_on", camera_id=str(camera_id), error=str(error))
        if (done, len(broken)) == before:
            break
    return done


def segment_of(row: Segment) -> chain.Segment:
    """As it is sealed."""
    return chain.Segment(
        path=f"{row.camera_id}/{row.name}",
        start=row.starts_at,
        duration_ms=round((row.ends_at - row.starts_at) / timedelta(milliseconds=1)),
        size=row.bytes,
        sha256=row.sha256,
    )


def head_of(seal: HourSeal) -> chain.SignedHead:
    return chain.SignedHead(seal.content.encode(), bytes(seal.signature))


def leaves_of(seal: HourSeal) -> list[bytes]:
    told = bytes(seal.leaves)
    return [told[at : at + 32] for at in range(0, len(told), 32)]


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _due(now: datetime, but: Collection[UUID]) -> list[tuple[UUID, datetime]]:
    """Cameras and hours, the oldest first; not all of them where they are very many."""
    over = (now - SETTLED).replace(minute=0, second=0, microsecond=0)
    told: dict[str, Any] = {"over": over, "given_up": over - UNREADABLE, "but": list(but)}
    with connection.cursor() as cursor:
        cursor.execute(_DUE, told)
        return list(cursor.fetchall())


def _seal(camera_id: UUID, hour: datetime, key: Ed25519PrivateKey) -> int:
    """Raises ValueError where the chain's last head is no head any more."""
    unsealed = Segment.objects.filter(
        camera_id=camera_id,
        starts_at__gte=hour,
        starts_at__lt=hour + chain.HOUR,
        state__in=ENDED,
        seal__isnull=True,
    ).exclude(sha256="")
    rows = sorted(unsealed, key=lambda row: (row.starts_at, row.name))
    if not rows:
        return 0
    last = HourSeal.objects.filter(camera_id=camera_id).order_by("-number").first()
    segments = [segment_of(row) for row in rows]
    before = head_of(last) if last else None
    head = chain.head_of(str(camera_id), hour, segments, before, key)
    seal = HourSeal.objects.create(
        camera_id=camera_id,
        number=last.number + 1 if last else 1,
        hour=hour,
        segments=len(rows),
        content=head.content.decode(),
        signature=head.signature,
        leaves=b"".join(segment.leaf for segment in segments),
    )
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [seal.id, [row.id for row in rows], list(range(len(rows)))])
    return 1
