"""Takes wishes for clips: a bound for each user, and turns, so that nobody waits behind somebody's hundred."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from mosaic_backend.clips.domain.spans import Span
from mosaic_backend.clips.infrastructure.cutting.clip_room import check_room
from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_contracts.errors import MosaicError
from mosaic_contracts.ids import new_id

MOST_OF_USER = 20
MOST_OF_ALL = 500
RETRY_AFTER_S = 10
_LOCK = 0x6D6F7361_636C6970
_OPEN = (ClipState.QUEUED, ClipState.RUNNING)


class TooManyClipsError(MosaicError):
    """So many clips are waited for already that another one has to wait."""

    code = "too-many-clips"
    wait = RETRY_AFTER_S


def request_clips(
    cameras: Collection[UUID],
    wish: Span,
    *,
    requester_id: str,
    requested_by: str,
    title: str = "",
    exact: bool = False,
) -> list[Clip]:
    """Stores a wish and its jobs together, one clip a camera; those of several cameras share a group.

    Raises TooManyClipsError, ClipsFullError, and stores nothing.
    """
    check_room()
    group = new_id() if len(cameras) > 1 else None
    with transaction.atomic(), connection.cursor() as cursor:
        # Who counts holds it: a thousand requests at once must not all find that there is room.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        waiting = Clip.objects.filter(state__in=_OPEN)
        own = waiting.filter(requester_id=requester_id).count()
        if own + len(cameras) > MOST_OF_USER:
            raise TooManyClipsError(
                f"{own} of your clips are being worked on, and at most {MOST_OF_USER} may be"
            )
        if waiting.count() + len(cameras) > MOST_OF_ALL:
            raise TooManyClipsError(
                "so many clips are waited for that no more are taken now; try again later"
            )
        made = []
        for turn, camera in enumerate(cameras, start=own):
            clip = Clip.objects.create(
                camera_id=camera,
                starts_at=wish.start,
                ends_at=wish.end,
                requester_id=requester_id,
                requested_by=requested_by,
                title=title,
                exact=exact,
                group=group,
            )
            enqueue(clip, turn)
            made.append(clip)
    return made


def enqueue(clip: Clip, turn: int = 0) -> None:
    """turn: how many clips of the same user come first; a first one goes before everybody's second."""
    # Imported here because the task imports this module.
    from mosaic_backend.clips.infrastructure.tasks import cut

    cut.configure(priority=-turn).defer(clip_id=str(clip.id))
