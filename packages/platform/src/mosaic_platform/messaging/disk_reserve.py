"""A file that holds room on a disk, to be given up when nothing else is left."""

import os
from pathlib import Path


class DiskReserve:
    """Room for what must be written in order to write less, as taking rows out of a database is."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    def keep(self) -> None:
        """Takes the room, where the disk has twice as much; else nothing happens."""
        if self._path.exists():
            return
        try:
            disk = os.statvfs(self._path.parent)
            if disk.f_bavail * disk.f_frsize < 2 * self._size:
                return
            with self._path.open("xb") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)
        except OSError:
            self.give_up()

    def give_up(self) -> bool:
        """Whether there was any to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
