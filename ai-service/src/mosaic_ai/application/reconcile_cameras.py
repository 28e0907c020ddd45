"""Keeps the followed cameras in step with what the backend wants."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.domain.ports import CameraDirectory
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

RECONCILE_S = 30.0
RETRY_S = 3.0

MakeFollower = Callable[[DesiredCamera], CameraFollower]


class CameraReconciler:
    """Follows each enabled camera with AI; while the backend is down the last known set. For one event loop."""

    def __init__(
        self,
        directory: CameraDirectory,
        make_follower: MakeFollower,
        *,
        after_first: Callable[[], None] = lambda: None,
    ) -> None:
        """`after_first` is called once, when the cameras are known for the first time and followed."""
        self._directory = directory
        self._make_follower = make_follower
        self._after_first = after_first
        self._known: dict[UUID, DesiredCamera] = {}
        self._followers: dict[UUID, tuple[CameraFollower, asyncio.Task[None]]] = {}
        self._wake = asyncio.Event()
        self.reached = False

    @property
    def followers(self) -> list[CameraFollower]:
        return [follower for follower, _ in self._followers.values()]

    def camera(self, camera_id: UUID) -> DesiredCamera | None:
        """As last told by the backend."""
        return self._known.get(camera_id)

    def cameras(self) -> list[DesiredCamera]:
        return list(self._known.values())

    def follower(self, camera_id: UUID) -> CameraFollower | None:
        found = self._followers.get(camera_id)
        return found[0] if found else None

    def look_again(self) -> None:
        """Something changed: ask the backend now."""
        self._wake.set()

    async def run(self) -> None:
        """Reconciles for ever; on cancellation stops following, leaving open passages to the next start."""
        try:
            while True:
                self._wake.clear()
                pause_s = await self._once()
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause_s * random.uniform(0.9, 1.1)):  # noqa: S311
                        await self._wake.wait()
        finally:
            for _, task in self._followers.values():
                task.cancel()
            await asyncio.gather(
                *(task for _, task in self._followers.values()), return_exceptions=True
            )

    async def _once(self) -> float:
        try:
            desired = await self._directory.cameras()
        except UnavailableError as error:
            _log.warning("cameras_unknown", error=error.detail)
            return RETRY_S if not self.reached else RECONCILE_S / 3
        if desired is not None:
            await self._apply({camera.id: camera for camera in desired.items})
        if not self.reached:
            self._after_first()
        self.reached = True
        return RECONCILE_S

    async def _apply(self, desired: dict[UUID, DesiredCamera]) -> None:
        for camera_id in list(self._followers):
            camera = desired.get(camera_id)
            if camera is None or not _followed(camera) or _differs(camera, self._known[camera_id]):
                await self._stop(camera_id)
        self._known = desired
        for camera in desired.values():
            if _followed(camera) and camera.id not in self._followers:
                follower = self._make_follower(camera)
                task = asyncio.create_task(follower.run(), name=f"follow {camera.id}")
                self._followers[camera.id] = (follower, task)
                _log.info("camera_followed", camera_id=str(camera.id))

    async def _stop(self, camera_id: UUID) -> None:
        follower, task = self._followers.pop(camera_id)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await follower.close()
        _log.info("camera_left", camera_id=str(camera_id))


def _followed(camera: DesiredCamera) -> bool:
    return camera.enabled and camera.ai.enabled


def _differs(camera: DesiredCamera, before: DesiredCamera) -> bool:
    """Whether the follower must be made anew; a new name or group needs nothing."""
    return camera.ai != before.ai or camera.source_url != before.source_url
