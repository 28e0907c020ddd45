"""Which plate reads stay because of what clips keep: legal holds, and evidence packages that show them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.recording.retention_models import LegalHold

LEAD = timedelta(minutes=10)
"""More than a clip shows before its wish."""
HOLD, PACKAGE = "legal-hold", "evidence-package"


class Passage(NamedTuple):
    """A read, and from when to when it was seen."""

    read_id: UUID
    camera_id: UUID
    since: datetime
    until: datetime


def why_kept(passages: Sequence[Passage]) -> dict[UUID, str]:
    """Which of the reads are held, and by what; a hold goes before a package.

    Until the caller's transaction ends nobody places a hold or asks for a package.
    """
    if not passages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE clips_legalhold, clips_evidencepackage IN SHARE MODE")
    cameras = {each.camera_id for each in passages}
    first, last = min(each.since for each in passages), max(each.until for each in passages)
    kept: dict[UUID, str] = {}
    for cause, spans in ((PACKAGE, _packaged(cameras, first, last)), (HOLD, _held(cameras))):
        for each in passages:
            if any(
                each.camera_id == camera and start <= each.until and each.since < end
                for camera, start, end in spans
            ):
                kept[each.read_id] = cause
    return kept


def _held(cameras: set[UUID]) -> list[tuple[UUID, datetime, datetime]]:
    rows = LegalHold.objects.filter(camera_id__in=cameras, released_at=None)
    return list(rows.values_list("camera_id", "starts_at", "ends_at"))


def _packaged(
    cameras: set[UUID], first: datetime, last: datetime
) -> list[tuple[UUID, datetime, datetime]]:
    """By what their clips show."""
    whole = EvidencePackage.objects.exclude(state=ClipState.FAILED).values("clip_id")
    clips = Clip.objects.filter(
        camera_id__in=cameras, starts_at__lte=last + LEAD, ends_at__gt=first, id__in=whole
    )
    return [(clip.camera_id, clip.shown_from, clip.ends_at) for clip in clips]
