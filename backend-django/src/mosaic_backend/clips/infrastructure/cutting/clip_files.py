"""What killed attempts at clips and at watermarks leave in their folders."""

import shutil
import time
from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.clips.infrastructure.parts import clips_folder
from mosaic_backend.clips.infrastructure.sharing.share_models import ClipShare, ShareState

AGE_S = 60.0
"""An attempt has its row before it has a file; its files are looked at again and again."""


def forget_parts() -> int:
    """Takes away parts of clips and of watermarked files that nobody works on. How many."""
    clips = Clip.objects.filter(state__in=(ClipState.QUEUED, ClipState.RUNNING))
    shares = ClipShare.objects.filter(state=ShareState.PREPARING, revoked_at=None)
    return _forget(clips_folder(), clips) + _forget(clips_folder() / "shares", shares)


def _forget(folder: Path, worked_on: QuerySet[Clip] | QuerySet[ClipShare]) -> int:
    parts = [path for path in folder.glob("*.*") if path.suffix != ".mp4" and _is_old(path)]
    owners = {path: _id_of(path) for path in parts}
    asked = [each for each in owners.values() if each]
    kept = set(worked_on.filter(pk__in=asked).values_list("pk", flat=True))
    left = [path for path, owner in owners.items() if owner and owner not in kept]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > AGE_S
    except FileNotFoundError:
        return False


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(path.name.partition(".")[0])
    except ValueError:
        return None
