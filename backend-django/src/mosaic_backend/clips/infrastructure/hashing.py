"""The SHA-256 of files that are complete, while they still are in the page cache."""

import hashlib
import time
from pathlib import Path

from mosaic_backend.clips.infrastructure.recording_models import Segment, SegmentState

AT_ONCE_S = 4.0


def hash_complete(root: Path) -> int:
    """How many were hashed; one that is gone or of another size than the index says stays without."""
    done, deadline, last = 0, time.monotonic() + AT_ONCE_S, 0
    waiting = Segment.objects.filter(sha256="", state=SegmentState.COMPLETE).order_by("id")
    while time.monotonic() < deadline:
        segment = waiting.filter(id__gt=last).first()
        if segment is None:
            break
        last = segment.id
        try:
            digest, size = sha256_of(root / str(segment.camera_id) / segment.name)
        except OSError:
            continue
        if size == segment.bytes:
            Segment.objects.filter(id=segment.id).update(sha256=digest)
            done += 1
    return done


def sha256_of(path: Path) -> tuple[str, int]:
    """And of how many bytes. Raises OSError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return digest, file.tell()
