"""The SHA-256 of files that are written to no more, while they still are in the page cache."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened
from mosaic_backend.clips.infrastructure.recording.recording_models import Segment, SegmentState

AT_ONCE_S = 4.0
PACE = 64 << 20
"""Bytes a second at most: a backlog must not take the disk from those who record and watch."""
CHUNK = 1 << 20


def hash_complete(root: Path) -> int:
    """How many were hashed; one that is gone or of another size than the index says stays without."""
    done, deadline, last = 0, time.monotonic() + AT_ONCE_S, 0
    pace = Pace(PACE)
    waiting = Segment.objects.filter(
        sha256="", state__in=(SegmentState.COMPLETE, SegmentState.HALF)
    ).order_by("id")
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


def sha256_of(path: Path, told: Callable[[int], None] | None = None) -> tuple[str, int]:
    """Of its plain content, and of how many bytes; told: of each chunk that was read. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with opened(path) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if told:
                told(len(chunk))
        return digest.hexdigest(), size
