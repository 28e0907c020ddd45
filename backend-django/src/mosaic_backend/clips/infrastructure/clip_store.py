"""A clip's way: queued → running → ready or failed, each step in one transaction with what it causes."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.clips.application.cut_clip import CutFile
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.shared.outbox.facade import add_event
from mosaic_contracts.events import ClipReady

_OPEN = (ClipState.QUEUED, ClipState.RUNNING)


def request_clip(camera_id: UUID, wish: Span, requested_by: str) -> Clip:
    """Stores the wish and its job together."""
    with transaction.atomic():
        clip = Clip.objects.create(
            camera_id=camera_id,
            starts_at=wish.start,
            ends_at=wish.end,
            requested_by=requested_by,
        )
        _enqueue(clip.id)
    return clip


def enqueue_again(clip_id: UUID) -> None:
    with transaction.atomic():
        Clip.objects.filter(pk=clip_id).update(state=ClipState.QUEUED)
        _enqueue(clip_id)


def begin(clip_id: UUID) -> Clip | None:
    """The clip, now running; None when there is nothing to do any more."""
    Clip.objects.filter(pk=clip_id, state=ClipState.QUEUED).update(state=ClipState.RUNNING)
    return Clip.objects.filter(pk=clip_id, state=ClipState.RUNNING).first()


def finish(clip_id: UUID, file: CutFile) -> None:
    recorded = [
        {"from": span.start.isoformat(), "to": span.end.isoformat()} for span in file.recorded
    ]
    _end(
        clip_id,
        ClipState.READY,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        recorded=recorded,
    )


def fail(clip_id: UUID, reason: str, detail: str) -> None:
    _end(clip_id, ClipState.FAILED, reason=reason, detail=detail[:500])


def _end(clip_id: UUID, state: ClipState, **changes: object) -> None:
    with transaction.atomic():
        clip = Clip.objects.select_for_update().filter(pk=clip_id, state__in=_OPEN).first()
        if clip is None:
            return
        for name, value in changes.items():
            setattr(clip, name, value)
        clip.state = state
        clip.finished_at = timezone.now()
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


def _enqueue(clip_id: UUID) -> None:
    # Imported here because the task imports this module.
    from mosaic_backend.clips.infrastructure.tasks import cut

    cut.defer(clip_id=str(clip_id))
