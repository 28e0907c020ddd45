"""Keeps the followed cameras in step with what the backend wants."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

from mosaic_ai.application.camera_share import AllCameras, CameraShare
from mosaic_ai.application.follow_camera import CameraFollower
from mosaic_ai.domain.ports import CameraDirectory
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import DesiredCamera
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

RECONCILE_S = 30.0
RETRY_S = 3.0

MakeFollower = Callable[[DesiredCamera], CameraFollower]


async def _nothing(_camera_id: UUID) -> None:
    """For a process that is the only one: it hands nothing over."""


class CameraReconciler:
    """Follows its share of the enabled cameras with AI, of those last known while the backend is down.

    For one event loop.
    """

    def __init__(
        self,
        directory: CameraDirectory,
        make_follower: MakeFollower,
        *,
        after_first: Callable[[], None] = lambda: None,
        share: CameraShare | None = None,
        left: Callable[[UUID], Awaitable[None]] = _nothing,
    ) -> None:
        """`after_first` is called once, when the cameras are known for the first time and followed.

        share: all cameras unless given. left: called for a camera that goes on being followed, but elsewhere.
        """
        self._directory = directory
        self._make_follower = make_follower
        self._after_first = after_first
        self._share = share or AllCameras()
        self._left = left
        self._known: dict[UUID, DesiredCamera] = {}
        self._followers: dict[UUID, tuple[CameraFollower, asyncio.Task[None]]] = {}
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._ask = True
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
        self._ask = True
        self._wake.set()

    def share_changed(self) -> None:
        """Other cameras of those that are known are ours now."""
        self._wake.set()

    def busy(self, camera_id: UUID) -> bool:
        found = self._followers.get(camera_id)
        return found is not None and found[0].busy

    async def leave(self, camera_id: UUID) -> None:
        """Stops following a camera that is no longer ours; another process goes on with it."""
        async with self._turn:
            if camera_id in self._followers and not self._share.mine(camera_id):
                await self._stop(camera_id)

    async def run(self) -> None:
        """Reconciles for ever; on cancellation stops following, leaving open passages to the next start."""
        self._ask = True
        try:
            while True:
                self._wake.clear()
                if self._ask or not self.reached:
                    self._ask = False
                    due = asyncio.get_running_loop().time() + await self._once()
                else:
                    await self._apply(self._known)
                pause_s = max(0.0, due - asyncio.get_running_loop().time())
                try:
                    async with asyncio.timeout(pause_s * random.uniform(0.9, 1.1)):  # noqa: S311
                        await self._wake.wait()
                except TimeoutError:
                    self._ask = True
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
        known = self._known
        if desired is not None:
            known = {camera.id: camera for camera in desired.items}
        self._share.wanted([each.id for each in known.values() if _followed(each)])
        await self._apply(known)
        if not self.reached:
            self._after_first()
        self.reached = True
        return RECONCILE_S

    async def _apply(self, desired: dict[UUID, DesiredCamera]) -> None:
        async with self._turn:
            for camera_id in list(self._followers):
                camera = desired.get(camera_id)
                mine = camera is not None and _followed(camera) and self._share.mine(camera_id)
                if not mine or camera is None or _differs(camera, self._known[camera_id]):
                    await self._stop(camera_id, wanted=camera is not None and _followed(camera))
            self._known = desired
            for camera in desired.values():
                if _followed(camera) and self._share.mine(camera.id):
                    self._start(camera)

    def _start(self, camera: DesiredCamera) -> None:
        if camera.id not in self._followers:
            follower = self._make_follower(camera)
            task = asyncio.create_task(follower.run(), name=f"follow {camera.id}")
            self._followers[camera.id] = (follower, task)
            _log.info("camera_followed", camera_id=str(camera.id))

    async def _stop(self, camera_id: UUID, *, wanted: bool = True) -> None:
        follower, task = self._followers.pop(camera_id)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if wanted and not self._share.mine(camera_id):
            await self._left(camera_id)
        else:
            await follower.close()
        _log.info("camera_left", camera_id=str(camera_id))


def _followed(camera: DesiredCamera) -> bool:
    return camera.enabled and camera.ai.enabled


def _differs(camera: DesiredCamera, before: DesiredCamera) -> bool:
    """Whether the follower must be made anew; a new name or group needs nothing."""
    return camera.ai != before.ai or camera.source_url != before.source_url
