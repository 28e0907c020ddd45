"""Files and folders that only their owner reads."""

import os
from pathlib import Path


def make_private(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, content: str | bytes) -> None:
    """Replaces the file atomically; it never exists with wider rights than 0600."""
    new = path.with_name(path.name + ".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
    new.chmod(0o600)
    new.replace(path)
