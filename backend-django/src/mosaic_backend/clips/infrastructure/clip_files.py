"""What killed attempts at clips leave in their folder."""

import shutil
import time
from pathlib import Path
from uuid import UUID

from mosaic_backend.clips.infrastructure.models import Clip, ClipState
from mosaic_backend.clips.infrastructure.parts import clips_folder

AGE_S = 60.0
"""An attempt has its row before it has a file; its files are looked at again and again."""


def forget_parts() -> int:
    """Takes away parts of clips that nobody works on. How many."""
    parts = [path for path in clips_folder().glob("*.*") if path.suffix != ".mp4" and _is_old(path)]
    owners = {path: _id_of(path) for path in parts}
    being_cut = set(
        Clip.objects.filter(
            pk__in=[each for each in owners.values() if each],
            state__in=(ClipState.QUEUED, ClipState.RUNNING),
        ).values_list("pk", flat=True)
    )
    left = [path for path, owner in owners.items() if owner and owner not in being_cut]
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
