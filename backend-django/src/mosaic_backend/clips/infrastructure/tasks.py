"""The jobs of the clips context, done by `python -m mosaic_backend work`."""

from uuid import UUID

from django.db import DatabaseError, close_old_connections
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from mosaic_backend.clips.application.cut_clip import cut_clip
from mosaic_backend.clips.application.recordings import (
    CancelledCutError,
    InterruptedCutError,
    NoRecordingError,
)
from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting import clip_store
from mosaic_backend.clips.infrastructure.cutting.clip_room import ClipsFullError, check_room
from mosaic_backend.clips.infrastructure.cutting.clip_watch import ClipWatch
from mosaic_backend.clips.infrastructure.encryption.unreadable import (
    RecordingUnreadableError,
    UnreadableRecordingError,
)
from mosaic_backend.clips.infrastructure.evidence import package_task
from mosaic_backend.clips.infrastructure.parts import clips_folder, recordings
from mosaic_backend.clips.infrastructure.sharing import share_task
from mosaic_backend.clips.infrastructure.video.ffmpeg_child import EncodingError
from mosaic_contracts.errors import UnavailableError

TRIES = 6

__all__ = ["cut", "package_task", "share_task"]


@app.task(
    name="clips.cut",
    queue="clips",
    pass_context=True,
    retry=RetryStrategy(
        max_attempts=TRIES, exponential_wait=2, retry_exceptions=[UnavailableError, DatabaseError]
    ),
)
def cut(context: JobContext, clip_id: str) -> None:
    """Cuts a clip. May run again after a crash: what is ready stays as it is."""
    close_old_connections()
    try:
        _cut(context, UUID(clip_id))
    finally:
        close_old_connections()


def _cut(context: JobContext, clip_id: UUID) -> None:
    clip = clip_store.begin(clip_id)
    if clip is None:
        return
    try:
        # Many may have been taken on while there was room for one.
        check_room()
        cut_file = cut_clip(
            recordings(),
            clip_id=clip_id,
            camera_id=clip.camera_id,
            wish=Span(clip.starts_at, clip.ends_at),
            folder=clips_folder(),
            exact=clip.exact,
            watch=ClipWatch(clip_id, context.should_abort),
        )
        clip_store.finish(clip_id, cut_file)
    except CancelledCutError:
        return
    except InterruptedCutError:
        clip_store.enqueue_again(clip_id)
    except (NoRecordingError, EncodingError, ClipsFullError) as error:
        clip_store.fail(clip_id, error.code, error.detail)
    except UnavailableError as error:
        if context.job.attempts + 1 < TRIES:
            raise
        clip_store.fail(clip_id, error.code, error.detail)
    except UnreadableRecordingError as error:
        clip_store.fail(clip_id, RecordingUnreadableError.code, str(error))
    except DatabaseError:
        raise  # nothing can be said of the clip now; the next try cuts it again
    except Exception:
        clip_store.fail(clip_id, "internal-error", "the clip could not be written")
        raise
