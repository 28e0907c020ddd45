"""How much a disk has left."""

import os
from pathlib import Path

from mosaic_contracts.errors import UnavailableError


class FolderSpace:
    """DiskSpace of the disk that a folder lies on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def free_bytes(self) -> int:
        """Raises UnavailableError."""
        try:
            disk = os.statvfs(self._folder)
        except OSError as error:
            raise UnavailableError(f"the disk does not answer: {error.strerror}") from error
        return disk.f_bavail * disk.f_frsize
