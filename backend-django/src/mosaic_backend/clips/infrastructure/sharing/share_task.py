"""The job that makes the watermarked file of a link, done by `python -m mosaic_backend work`."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, close_old_connections
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.application.recordings import (
    CancelledCutError,
    InterruptedCutError,
    Piece,
    Stage,
)
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare, ShareState
from mosaic_backend.clips.infrastructure.sharing.share_store import share_file
from mosaic_backend.clips.infrastructure.sharing.watermark import watermark


class _ShareWatch:
    """Adapter of Watch: a link that was revoked needs no file."""

    def __init__(self, share_id: UUID, interrupted: Callable[[], bool]) -> None:
        self._share_id = share_id
        self._interrupted = interrupted

    def at(self, stage: Stage, share: float) -> None:
        if self._interrupted():
            raise InterruptedCutError
        if not ClipShare.objects.filter(pk=self._share_id, revoked_at=None).exists():
            raise CancelledCutError


@app.task(
    name="clips.mark",
    queue="clips",
    pass_context=True,
    retry=RetryStrategy(max_attempts=6, exponential_wait=2, retry_exceptions=[DatabaseError]),
)
def mark(context: JobContext, share_id: str) -> None:
    """Makes the file. May run again after a crash."""
    close_old_connections()
    try:
        _mark(context, UUID(share_id))
    finally:
        close_old_connections()


def _mark(context: JobContext, share_id: UUID) -> None:
    rows = ClipShare.objects.filter(pk=share_id, state=ShareState.PREPARING, revoked_at=None)
    share = rows.select_related("clip").first()
    if share is None:
        return
    clip = share.clip
    pieces = [
        Piece(datetime.fromisoformat(one["from"]), datetime.fromisoformat(one["to"]), one["at_s"])
        for one in clip.pieces or [_whole(clip.starts_at, clip.ends_at)]
    ]
    try:
        watermark(
            clip_path(clips_folder(), clip.id),
            share_file(share),
            recipient=share.recipient,
            pieces=pieces,
            watch=_ShareWatch(share_id, context.should_abort),
        )
        rows.update(state=ShareState.READY)
    except CancelledCutError:
        return
    except InterruptedCutError:
        mark.defer(share_id=str(share_id))
    except DatabaseError:
        raise
    except Exception:
        rows.update(state=ShareState.FAILED)
        raise


def _whole(start: datetime, end: datetime) -> dict[str, object]:
    """Of a clip that was cut before pieces were told."""
    return {"from": start.isoformat(), "to": end.isoformat(), "at_s": 0.0}
