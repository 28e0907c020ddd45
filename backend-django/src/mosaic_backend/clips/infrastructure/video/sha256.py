"""The SHA-256 of a recording's plain content."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from mosaic_backend.clips.infrastructure.encryption.recorded_file import opened

CHUNK = 1 << 20


def sha256_of(path: Path, told: Callable[[int], None] | None = None) -> tuple[str, int]:
    """And of how many bytes; told: of each chunk that was read. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with opened(path) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if told:
                told(len(chunk))
        return digest.hexdigest(), size
