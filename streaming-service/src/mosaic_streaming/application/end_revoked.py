"""Ends the streams of users who may not watch any longer.

They were deactivated, signed out everywhere or given other rights, or the camera went to another group.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from prometheus_client import Counter

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.desired_state import DesiredState
from mosaic_streaming.application.ports import MediaServer, Reading
from mosaic_streaming.application.sessions import TOKEN_LIFETIME_S
from mosaic_streaming.domain.paths import camera_of
from mosaic_streaming.domain.readers import OfGroup, viewer_of

LOOK_EVERY_S = 1.0
LOOK_FOR_S = TOKEN_LIFETIME_S + 10.0

_log = get_logger(__name__)
_ended = Counter("mosaic_streaming_ended_viewers_total", "Viewers who were revoked while watching")


class RevokedViewers:
    """A stream goes on after its token, so it has to be ended by MediaMTX.

    A stream token that was handed out before the revocation opens streams for a minute more: after each change,
    and after a start, MediaMTX is looked at for longer than that. Whoever may still watch a camera in its new
    group opens a session anew.
    """

    def __init__(
        self,
        media: MediaServer,
        desired: DesiredState,
        revoked: Callable[[str, datetime], bool],
        clock: Clock,
    ) -> None:
        self._media = media
        self._desired = desired
        self._revoked = revoked
        self._clock = clock
        self._woken = asyncio.Event()
        self.resting = False

    def wake(self) -> None:
        """Somebody was revoked."""
        self._woken.set()

    async def run(self) -> None:
        while True:
            self._woken.clear()
            await self._look_for_a_while()
            self.resting = True
            await self._woken.wait()
            self.resting = False

    async def follow_groups(self) -> None:
        """For ever: looks when a camera has gone to another group."""
        changed = self._desired.subscribe()
        known: dict[UUID, UUID | None] = {}
        while True:
            await changed.wait()
            changed.clear()
            groups = {camera.id: camera.group_id for camera in self._desired.cameras.values()}
            if any(groups.get(camera_id, group) != group for camera_id, group in known.items()):
                self.wake()
            known = groups

    async def look(self) -> bool:
        """One look at all sessions; tells whether MediaMTX answered."""
        try:
            ended = await self._media.kick_readings(self._is_revoked)
        except UnavailableError as error:
            _log.warning("revoked_viewers_not_looked_for", error=str(error))
            return False
        if ended:
            _log.info("revoked_viewers_ended", sessions=ended)
            _ended.inc(ended)
        return True

    async def _look_for_a_while(self) -> None:
        until = self._clock.monotonic() + LOOK_FOR_S
        while not (await self.look() and self._clock.monotonic() >= until):
            try:
                async with asyncio.timeout(LOOK_EVERY_S):
                    await self._woken.wait()
            except TimeoutError:
                continue
            self._woken.clear()
            until = self._clock.monotonic() + LOOK_FOR_S

    def _is_revoked(self, reading: Reading) -> bool:
        viewer = viewer_of(reading.name)
        if viewer is None:
            return False
        if self._revoked(viewer.user_id, viewer.issued_at):
            return True
        camera_id = camera_of(reading.path)
        camera = self._desired.cameras.get(camera_id) if camera_id else None
        return camera is not None and viewer.by not in (None, OfGroup(camera.group_id))
