"""The desired cameras as last known: from disk at start, from the backend since."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.ports import CameraSource, CameraStore, Desired

CONFIRM_WITHIN_S = 2.0
TRUST_AFTER_SILENCE_S = 5.0

_log = get_logger(__name__)


class DesiredState:
    """Follows the source; whoever depends on it waits on an event of its own (`subscribe`)."""

    def __init__(self, source: CameraSource, store: CameraStore, clock: Clock) -> None:
        self._source = source
        self._store = store
        self._clock = clock
        self._desired: Desired | None = None
        self._cameras: Mapping[UUID, DesiredCamera] = MappingProxyType({})
        self._subscribers: list[asyncio.Event] = []
        self._refreshing = asyncio.Lock()
        self._fetches = 0
        self._asking: set[asyncio.Task[bool]] = set()
        self._confirm_from = 0.0

    @property
    def known(self) -> bool:
        """Whether it has ever been told; before that nothing may be removed."""
        return self._desired is not None

    @property
    def cameras(self) -> Mapping[UUID, DesiredCamera]:
        return self._cameras

    @property
    def revision(self) -> int:
        """Of the cameras as known; 0 before they are."""
        return self._desired.cameras.revision if self._desired else 0

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
            await self._fetch()

    async def reach(self, revision: int) -> None:
        """Asks the source unless so much is known: an import tells thousands of changes that one answer holds."""
        async with self._refreshing:
            if self._desired is None or self._desired.cameras.revision < revision:
                await self._fetch()

    async def confirm(self) -> None:
        """What the source had decided before this call is known after it.

        Callers at the same time share one question. A source that does not answer in CONFIRM_WITHIN_S is taken
        for down: what is known goes on, and nobody waits for it again in TRUST_AFTER_SILENCE_S.
        """
        if self._clock.monotonic() < self._confirm_from:
            return
        begun = self._fetches
        asking = asyncio.create_task(self._fetch_unless(begun))
        self._asking.add(asking)
        asking.add_done_callback(self._asking.discard)
        try:
            # The question goes on: an answer of thousands of cameras that comes late is one all the same.
            async with asyncio.timeout(CONFIRM_WITHIN_S):
                answered = await asyncio.shield(asking)
        except TimeoutError:
            _log.warning("desired_cameras_not_confirmed", within_s=CONFIRM_WITHIN_S)
            answered = False
        if not answered:
            self._confirm_from = self._clock.monotonic() + TRUST_AFTER_SILENCE_S

    async def _fetch_unless(self, begun: int) -> bool:
        async with self._refreshing:
            return self._fetches != begun or await self._fetch()

    async def _fetch(self) -> bool:
        """Tells whether the source answered."""
        self._fetches += 1
        etag = self._desired.etag if self._desired else None
        try:
            fresh = await self._source.fetch(etag)
        except UnavailableError as error:
            _log.warning("desired_cameras_unavailable", error=str(error), known=self.known)
            return False
        self._confirm_from = 0.0
        if fresh is None:
            return True
        self._take(fresh)
        _log.info(
            "desired_cameras_changed",
            cameras=len(fresh.cameras.items),
            revision=fresh.cameras.revision,
        )
        await asyncio.to_thread(self._store.save, fresh)
        return True

    async def follow(self, every_s: float) -> None:
        """Refreshes at once and then for ever; events only make it sooner."""
        while True:
            await self.refresh()
            await asyncio.sleep(every_s if self.known else min(every_s, 1.0))

    def _take(self, desired: Desired) -> None:
        self._desired = desired
        before = self._cameras
        # What did not change stays the same object: whoever compares thousands sees it at once.
        self._cameras = MappingProxyType(
            {camera.id: _same_or(camera, before.get(camera.id)) for camera in desired.cameras.items}
        )
        for event in self._subscribers:
            event.set()


def _same_or(camera: DesiredCamera, known: DesiredCamera | None) -> DesiredCamera:
    return known if known is not None and (known is camera or known == camera) else camera
