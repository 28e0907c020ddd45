"""What was written outlives a power cut only once the system was asked for that."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Of a file its content, of a folder what was named or renamed in it. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
