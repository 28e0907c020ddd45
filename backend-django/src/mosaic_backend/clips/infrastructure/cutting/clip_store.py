"""A clip's way: queued → running → ready, failed or cancelled; each step and what it causes in one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.clips.application.cut_clip import CutFile, clip_path
from mosaic_backend.clips.domain.ledger import Stretch
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.clip_queue import enqueue
from mosaic_backend.clips.infrastructure.encryption.kept_files import put_in_place
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.recording.recording_index import gaps_of
from mosaic_backend.shared.durability import sync
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.errors import ConflictError
from mosaic_contracts.events import ClipReady

OPEN = (ClipState.QUEUED, ClipState.RUNNING)
MOST_CONTINUATIONS = 20
"""A stream that changes more often within a clip is told as it is; the rest is another wish."""


def enqueue_again(clip_id: UUID) -> None:
    with transaction.atomic():
        clip = Clip.objects.select_for_update().filter(pk=clip_id, state__in=OPEN).first()
        if clip is not None:
            Clip.objects.filter(pk=clip_id).update(
                state=ClipState.QUEUED, stage="queued", progress=0
            )
            enqueue(clip)


def begin(clip_id: UUID) -> Clip | None:
    """The clip, now running; None when there is nothing to do any more."""
    Clip.objects.filter(pk=clip_id, state=ClipState.QUEUED).update(
        state=ClipState.RUNNING, stage="reading", progress=0
    )
    return Clip.objects.filter(pk=clip_id, state=ClipState.RUNNING).first()


def finish(clip_id: UUID, file: CutFile) -> None:
    """Puts the file in its place, unless nobody wants it any more: then it goes.

    It is on the disk before the row says so: the recordings it came from may go next.
    """
    try:
        sync(file.part)
        with transaction.atomic():
            clip = _open(clip_id)
            if clip is None:
                return
            cut = file.cut
            wish = Span(clip.starts_at, cut.changes_at or clip.ends_at)
            clip.recorded = [_told(span.start, span.end) for span in file.recorded]
            clip.pieces = [
                {**_told(piece.start, piece.end), "at_s": piece.at_s} for piece in cut.pieces
            ]
            clip.gaps = told_gaps(gaps_of(clip.camera_id, wish, cut.pieces))
            clip.size_bytes, clip.sha256, clip.method = cut.size_bytes, cut.sha256, cut.method
            clip.progress, clip.stage = 100, "done"
            if cut.changes_at is not None:
                clip.changes_at = cut.changes_at
                clip.continued_in = _continuation(clip, cut.changes_at)
            _end(clip, ClipState.READY)
            put_in_place(file.part, clip_path(clips_folder(), clip_id))
    finally:
        file.part.unlink(missing_ok=True)


def fail(clip_id: UUID, reason: str, detail: str) -> None:
    with transaction.atomic():
        clip = _open(clip_id)
        if clip is None:
            return
        clip.reason, clip.detail = reason, detail[:500]
        clip.gaps = told_gaps(gaps_of(clip.camera_id, Span(clip.starts_at, clip.ends_at)))
        _end(clip, ClipState.FAILED)


def cancel(clip_id: UUID) -> Clip:
    """Again changes nothing. Raises ConflictError for a clip that has ended otherwise."""
    with transaction.atomic():
        clip = Clip.objects.select_for_update().get(pk=clip_id)
        if clip.state == ClipState.CANCELLED:
            return clip
        if clip.state not in OPEN:
            raise ConflictError(f"the clip is {clip.state}")
        clip.state, clip.finished_at = ClipState.CANCELLED, timezone.now()
        clip.save()
    return clip


def told_gaps(gaps: list[Stretch]) -> list[dict[str, str]]:
    return [
        {**_told(gap.start, gap.end), "kind": gap.kind, "cause": gap.cause or "unknown"}
        for gap in gaps
    ]


def _told(start: datetime, end: datetime) -> dict[str, str]:
    return {"from": start.isoformat(), "to": end.isoformat()}


def _open(clip_id: UUID) -> Clip | None:
    return Clip.objects.select_for_update().filter(pk=clip_id, state__in=OPEN).first()


def _continuation(clip: Clip, starts_at: datetime) -> UUID | None:
    """What the stream was afterwards becomes a clip of its own, beside this one."""
    if starts_at >= clip.ends_at or clip.number >= MOST_CONTINUATIONS:
        return None
    rest = Clip.objects.create(
        camera_id=clip.camera_id,
        starts_at=starts_at,
        ends_at=clip.ends_at,
        requested_by=clip.requested_by,
        requester_id=clip.requester_id,
        title=clip.title,
        exact=clip.exact,
        group=clip.group or clip.id,
        number=clip.number + 1,
    )
    clip.group = clip.group or clip.id
    enqueue(rest)
    return rest.id


def _end(clip: Clip, state: ClipState) -> None:
    clip.state, clip.finished_at = state, timezone.now()
    clip.save()
    add_event(
        ClipReady(
            clip_id=clip.id,
            camera_id=clip.camera_id,
            state="ready" if state is ClipState.READY else "failed",
            starts_at=clip.starts_at,
            ends_at=clip.ends_at,
            size_bytes=clip.size_bytes,
            detail=clip.detail or None,
        )
    )
