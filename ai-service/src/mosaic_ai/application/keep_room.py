"""Keeps room on the disk for reads: when it runs short, the oldest evidence crops go.

In order of what is missed least: crops of reads that the backend has had for long (the oldest by day and read, so
that those of reads which still wait in the outbox go last), new crops, detections, and reads last of all.
"""

import asyncio
from threading import Lock
from typing import NamedTuple, Protocol

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

LOOK_EVERY_S = 2.0
MORE_THAN_NEEDED = 1.25
"""So much more than is short is given up at once: a folder is not to be read for each crop."""


class DiskSpace(Protocol):
    """The disk that outbox and open reads lie on."""

    def free_bytes(self) -> int:
        """Raises UnavailableError."""


class CropShelf(Protocol):
    """Where the crops lie, if that is on the same disk."""

    def give_up_oldest(self, wanted_bytes: int) -> tuple[int, int]:
        """Deletes crops, the oldest first, until so many bytes are gone; how many files and bytes went."""


class RoomCounts(Protocol):
    """Where counts go."""

    def room(self, free_bytes: int, *, short: bool) -> None: ...
    def gave_up(self, files: int) -> None: ...


class Room(NamedTuple):
    """short: less than the reserve is free. for_crops: whether new crops are still taken."""

    short: bool = False
    for_crops: bool = True
    given_up: int = 0


class RoomKeeper:
    """Thread-safe."""

    def __init__(
        self, space: DiskSpace, shelf: CropShelf | None, counts: RoomCounts, *, reserve_bytes: int
    ) -> None:
        """shelf: None where no crops lie on that disk."""
        self._space = space
        self._shelf = shelf
        self._counts = counts
        self._reserve_bytes = reserve_bytes
        self._lock = Lock()
        self._room = Room()

    @property
    def room(self) -> Room:
        return self._room

    def look(self) -> Room:
        """Gives up crops where there is too little room, and tells how it stands.

        Where the disk does not answer nothing is given up: that would be for nothing.
        """
        try:
            return self._looked()
        except UnavailableError as error:
            _log.error("disk_unknown", error=error.detail)
            return self._room

    def _looked(self) -> Room:
        with self._lock:
            before, free = self._room, self._space.free_bytes()
            files = 0
            if free < self._reserve_bytes and self._shelf is not None:
                wanted = round((self._reserve_bytes - free) * MORE_THAN_NEEDED)
                files, _ = self._shelf.give_up_oldest(wanted)
                free = self._space.free_bytes()
            short = free < self._reserve_bytes
            # On another disk crops take nothing away from reads.
            for_crops = not short or self._shelf is None
            self._room = Room(short, for_crops, before.given_up + files)
        self._counts.room(free, short=short)
        if files:
            self._counts.gave_up(files)
            _log.error("evidence_given_up", files=files, free_bytes=free)
        if short and not before.short:
            _log.error("disk_short", free_bytes=free, reserve_bytes=self._reserve_bytes)
        elif before.short and not short:
            _log.info("disk_has_room_again", free_bytes=free)
        return self._room

    async def run(self) -> None:
        """Looks from time to time, until cancelled."""
        while True:
            await asyncio.to_thread(self.look)
            await asyncio.sleep(LOOK_EVERY_S)
