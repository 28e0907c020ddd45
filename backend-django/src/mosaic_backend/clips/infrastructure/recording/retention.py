"""Keeps the recordings within their days and bytes, and the disk from filling up."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mosaic_backend.alerts.facade import NewAlert, raise_for_administrators
from mosaic_backend.clips.domain.ledger import Cause
from mosaic_backend.clips.domain.retention import Kept, until_covered
from mosaic_backend.clips.infrastructure.recording import deletion, stock
from mosaic_backend.clips.infrastructure.recording.clock_watch import KernelClock, clock_is_believed
from mosaic_backend.clips.infrastructure.recording.disk_space import DiskSpace, disk_space

BATCH = 500
AT_ONCE_S = 20.0
ROOM = 0.05
"""A disk that was full is emptied to so much room, so that the next minute does not fill it again."""


class Retention:
    """One caller at a time; any number of processes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, now: datetime) -> int:
        """Lets go what has to; how many files."""
        deadline = time.monotonic() + AT_ONCE_S
        gone, refused = deletion.carry_out(self._root, BATCH)
        believed = clock_is_believed(now, KernelClock.now())
        space = disk_space(self._root)
        self._tell(now, space, refused)
        while not refused and time.monotonic() < deadline:
            if not self._decide_next(now, space, by_age=believed):
                break
            done, refused = deletion.carry_out(self._root, BATCH)
            gone += done
            space = disk_space(self._root)
        return gone

    def _decide_next(self, now: datetime, space: DiskSpace | None, *, by_age: bool) -> bool:
        """Marks the next ones to go; the order is the one that docs/guide/recordings.md states."""
        limits = stock.limits()
        if by_age and deletion.decide(
            _first(stock.expired(limits.cutoffs(now), BATCH)), "retention"
        ):
            return True
        if limits.camera_bytes or limits.all_bytes is not None:
            stored = stock.bytes_by_camera()
            for camera_id, most in limits.camera_bytes.items():
                over = stored.get(camera_id, 0) - most
                if over > 0 and self._oldest(stock.oldest([camera_id], BATCH), over, "retention"):
                    return True
            if limits.all_bytes is not None:
                over = sum(stored.values()) - limits.all_bytes
                if over > 0 and self._oldest(stock.oldest(None, BATCH), over, "retention"):
                    return True
        if space is not None and space.level == "full":
            short = int(space.total * ROOM) - space.free
            return self._oldest(stock.oldest(None, BATCH), short, "disk")
        return False

    def _oldest(self, oldest_first: Iterator[Kept], excess: int, cause: Cause) -> bool:
        return bool(deletion.decide(list(until_covered(oldest_first, excess)), cause))

    def _tell(self, now: datetime, space: DiskSpace | None, refused: int) -> None:
        told = []
        if space is not None and space.level != "ok":
            critical = space.level == "full"
            told.append(
                NewAlert(
                    key=f"disk-{space.level}:{now:%Y-%m-%d}",
                    kind="disk-space",
                    severity="critical" if critical else "warning",
                    title=f"The disk of the recordings has {space.free_share:.1%} free"
                    + ("; the oldest recordings are deleted" if critical else ""),
                )
            )
        if refused:
            told.append(
                NewAlert(
                    key=f"recordings-not-deleted:{now:%Y-%m-%d}",
                    kind="disk-space",
                    severity="critical",
                    title=f"{refused} recordings whose time is over cannot be deleted",
                )
            )
        with transaction.atomic():
            for alert in told:
                raise_for_administrators(alert, now)


def _first(files: list[Kept]) -> list[Kept]:
    return sorted(files, key=lambda file: file.starts_at)[:BATCH]
