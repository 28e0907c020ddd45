"""The desired cameras as last known: from disk at start, from the backend since."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.ports import CameraSource, CameraStore, Desired

_log = get_logger(__name__)


class DesiredState:
    """Follows the source; whoever depends on it waits on an event of its own (`subscribe`)."""

    def __init__(self, source: CameraSource, store: CameraStore) -> None:
        self._source = source
        self._store = store
        self._desired: Desired | None = None
        self._cameras: Mapping[UUID, DesiredCamera] = MappingProxyType({})
        self._subscribers: list[asyncio.Event] = []
        self._refreshing = asyncio.Lock()

    @property
    def known(self) -> bool:
        """Whether it has ever been told; before that nothing may be removed."""
        return self._desired is not None

    @property
    def cameras(self) -> Mapping[UUID, DesiredCamera]:
        return self._cameras

    def subscribe(self) -> asyncio.Event:
        """An event that is set at every change; the subscriber clears it."""
        event = asyncio.Event()
        event.set()
        self._subscribers.append(event)
        return event

    async def load(self) -> None:
        kept = await asyncio.to_thread(self._store.load)
        if kept is not None:
            self._take(kept)
            _log.info("desired_cameras_loaded", cameras=len(kept.cameras.items))

    async def refresh(self) -> None:
        """Asks the source once. While it is down, what is known goes on."""
        async with self._refreshing:
            etag = self._desired.etag if self._desired else None
            try:
                fresh = await self._source.fetch(etag)
            except UnavailableError as error:
                _log.warning("desired_cameras_unavailable", error=str(error), known=self.known)
                return
            if fresh is None:
                return
            self._take(fresh)
            _log.info(
                "desired_cameras_changed",
                cameras=len(fresh.cameras.items),
                revision=fresh.cameras.revision,
            )
            await asyncio.to_thread(self._store.save, fresh)

    async def follow(self, every_s: float) -> None:
        """Refreshes at once and then for ever; events only make it sooner."""
        while True:
            await self.refresh()
            await asyncio.sleep(every_s if self.known else min(every_s, 1.0))

    def _take(self, desired: Desired) -> None:
        self._desired = desired
        self._cameras = MappingProxyType({camera.id: camera for camera in desired.cameras.items})
        for event in self._subscribers:
            event.set()
