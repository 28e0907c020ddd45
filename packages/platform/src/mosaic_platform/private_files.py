"""Files that only this account may read, replaced whole or not at all."""

import os
import tempfile
from pathlib import Path


def write_private(path: Path, content: str) -> None:
    """Writes beside the file (mode 0600), makes it durable, and renames it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
