"""An evidence store in front of the real one that minds the room on the disk."""

from typing import Protocol

from mosaic_ai.application.keep_room import RoomKeeper
from mosaic_ai.domain.ports import EvidenceStore
from mosaic_contracts.errors import UnavailableError


class RefusedCounts(Protocol):
    """Where counts go."""

    def refused(self, crops: int) -> None: ...


class RoomyEvidence:
    """EvidenceStore. A full disk gives up old crops for new ones, as long as reads do not need the room."""

    def __init__(self, store: EvidenceStore, keeper: RoomKeeper, counts: RefusedCounts) -> None:
        self._store = store
        self._keeper = keeper
        self._counts = counts

    def put(self, key: str, jpeg: bytes) -> None:
        """Raises UnavailableError."""
        try:
            self._put(key, jpeg)
        except UnavailableError:
            self._counts.refused(1)
            raise

    def _put(self, key: str, jpeg: bytes) -> None:
        if not self._keeper.room.for_crops and not self._keeper.look().for_crops:
            raise UnavailableError("the disk has no room for pictures")
        try:
            self._store.put(key, jpeg)
        except UnavailableError:
            self._keeper.look()
            self._store.put(key, jpeg)
