"""Takes clips away: first it is said, then their files go, then the row.

A process that dies in between leaves rows that say so, which nobody sees; the worker goes on from there.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from mosaic_backend.clips.application.cut_clip import clip_path
from mosaic_backend.clips.infrastructure.cutting.clip_store import OPEN
from mosaic_backend.clips.infrastructure.models import Clip, ClipState, EvidencePackage
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.recording.ledger_store import writing_lock
from mosaic_backend.clips.infrastructure.recording.retention_models import LegalHold
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare
from mosaic_contracts.errors import ConflictError, MosaicError, NotFoundError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


class ClipHeldError(MosaicError):
    """A legal hold is on that time of the camera; release it first."""

    code = "clip-held"


class ClipInEvidenceError(MosaicError):
    """An evidence package was made of the clip, or is being made."""

    code = "clip-in-evidence"


def decide(clip_id: UUID, *, deleted_by: str) -> Clip:
    """From now on the clip is gone for everybody, and its links are over; the files go when the transaction ends.

    Raises NotFoundError, ConflictError for one that is worked on, ClipHeldError, ClipInEvidenceError.
    """
    with transaction.atomic():
        # Holds are placed under the same lock: none can come between the look and the mark.
        writing_lock(wait=True)
        clip = Clip.objects.select_for_update().filter(pk=clip_id).first()
        if clip is None:
            raise NotFoundError
        if clip.state in OPEN:
            raise ConflictError(f"the clip is {clip.state}; cancel it first")
        if _held(clip):
            raise ClipHeldError
        # Who asks for a package holds the clip's row.
        if EvidencePackage.objects.filter(clip=clip).exclude(state=ClipState.FAILED).exists():
            raise ClipInEvidenceError
        clip.deleted_at = timezone.now()
        clip.save(update_fields=["deleted_at"])
        ClipShare.objects.filter(clip=clip, revoked_at=None).update(
            revoked_at=clip.deleted_at, revoked_by=deleted_by
        )
        transaction.on_commit(_carrying_out(clip_id))
    return clip


def carry_out() -> int:
    """Goes on with what was decided; how many clips are gone."""
    return sum(_take_away(clip) for clip in Clip.with_deleted.exclude(deleted_at=None))


def _carrying_out(clip_id: UUID) -> Callable[[], None]:
    def work() -> None:
        for clip in Clip.with_deleted.filter(pk=clip_id).exclude(deleted_at=None):
            _take_away(clip)

    return work


def _take_away(clip: Clip) -> bool:
    files = [clip_path(clips_folder(), clip.id)]
    shares = ClipShare.objects.filter(clip=clip, watermark=True).values_list("pk", flat=True)
    files += [clip_path(clips_folder() / "shares", share) for share in shares]
    try:
        for path in files:
            path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("clip_not_deleted", clip_id=str(clip.id), error=str(error))
        return False
    Clip.with_deleted.filter(pk=clip.pk).delete()
    return True


def _held(clip: Clip) -> bool:
    return LegalHold.objects.filter(
        camera_id=clip.camera_id,
        released_at=None,
        starts_at__lt=clip.ends_at,
        ends_at__gt=clip.shown_from,
    ).exists()
