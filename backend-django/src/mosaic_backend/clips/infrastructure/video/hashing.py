"""The SHA-256 of files that are written to no more, while they still are in the page cache."""

import time
from pathlib import Path

from mosaic_backend.clips.infrastructure.recording.recording_models import ENDED, Segment
from mosaic_backend.clips.infrastructure.video.sha256 import sha256_of

AT_ONCE_S = 4.0
PACE = 64 << 20
"""Bytes a second at most: a backlog must not take the disk from those who record and watch."""


def hash_complete(root: Path) -> int:
    """How many were hashed; one that is gone or of another size than the index says stays without."""
    done, deadline, last = 0, time.monotonic() + AT_ONCE_S, 0
    pace = Pace(PACE)
    waiting = Segment.objects.filter(sha256="", state__in=ENDED).order_by("id")
    while time.monotonic() < deadline:
        segment = waiting.filter(id__gt=last).first()
        if segment is None:
            break
        last = segment.id
        try:
            digest, size = sha256_of(root / str(segment.camera_id) / segment.name, pace.keep)
        except OSError:
            continue
        if size == segment.bytes:
            Segment.objects.filter(id=segment.id).update(sha256=digest)
            done += 1
    return done


class Pace:
    """Waits wherever more was read than `bytes_per_s` allows since the beginning."""

    def __init__(self, bytes_per_s: int) -> None:
        self._bytes_per_s = bytes_per_s
        self._began = time.monotonic()
        self._read = 0

    def keep(self, read: int) -> None:
        self._read += read
        ahead = self._read / self._bytes_per_s - (time.monotonic() - self._began)
        if ahead > 0:
            time.sleep(ahead)
