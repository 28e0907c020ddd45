"""How much room the disk of the recordings has."""

import os
from dataclasses import dataclass
from pathlib import Path

LOW = 0.10
FULL = 0.03


@dataclass(frozen=True)
class DiskSpace:
    total: int
    free: int

    @property
    def free_share(self) -> float:
        return self.free / self.total if self.total else 0.0

    @property
    def level(self) -> str:
        """ok, low (under 10 % free) or full (under 3 %)."""
        if self.free_share < FULL:
            return "full"
        return "low" if self.free_share < LOW else "ok"


def disk_space(folder: Path) -> DiskSpace | None:
    """None: the folder is not there."""
    try:
        told = os.statvfs(folder)
    except OSError:
        return None
    return DiskSpace(told.f_blocks * told.f_frsize, told.f_bavail * told.f_frsize)
