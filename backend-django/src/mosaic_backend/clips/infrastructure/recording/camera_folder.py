"""One camera's folder of recordings, listed only when something was added to it or taken away."""

import os
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mosaic_backend.clips.infrastructure.video.segment_file import is_segment_name, named_instant

RECENT = timedelta(minutes=10)
SETTLED_NS = 2_000_000_000
"""A folder's time of change has coarse steps: one that changed this short ago may have again since."""


class CameraFolder:
    """Remembers few names: a month has 43,000 files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.compared_at: float | None = None  # monotonic
        self._changed_ns = 0
        self._count = 0
        self._recent: set[str] = set()

    def all_names(self) -> set[str]:
        """The files in it that are recordings by their names. Raises OSError."""
        changed_ns = self.path.stat().st_mtime_ns
        found = self._names()
        self._remember(found, changed_ns)
        self.compared_at = time.monotonic()
        return found

    def new_names(self) -> list[str] | None:
        """Those that came since it was listed; None: that cannot be told, compare all. Raises OSError."""
        changed_ns = self.path.stat().st_mtime_ns
        if changed_ns == self._changed_ns:
            return []
        listed = self._names()
        oldest = _bound(max(self._recent, default=""))
        new = sorted(name for name in listed if name >= oldest and name not in self._recent)
        if len(listed) > self._count + len(new):
            return None
        self._remember(listed, changed_ns)
        return new

    def _names(self) -> set[str]:
        with os.scandir(self.path) as entries:
            return {entry.name for entry in entries if is_segment_name(entry.name)}

    def _remember(self, listed: Collection[str], changed_ns: int) -> None:
        settled = time.time_ns() - changed_ns > SETTLED_NS
        self._changed_ns = changed_ns if settled else 0
        self._count = len(listed)
        oldest = _bound(max(listed, default=""))
        self._recent = {name for name in listed if name >= oldest}


def _bound(name: str) -> str:
    """The least name of a file that began a little before that one."""
    instant = named_instant(name) if name else None
    if instant is None:
        return ""
    earlier = max(instant, datetime(1000, 1, 2, tzinfo=UTC)) - RECENT
    return f"{earlier:%Y-%m-%d_%H-%M-%S}"
