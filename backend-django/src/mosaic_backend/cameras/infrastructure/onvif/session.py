"""One camera's session: one request at a time, kept while it is used, and stopped when its mover has gone."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from mosaic_backend.cameras.domain.onvif_errors import OnvifBusyError, PtzMissingError
from mosaic_backend.cameras.infrastructure.onvif.device import Device, open_device
from mosaic_backend.cameras.infrastructure.onvif.ptz import Ptz
from mosaic_contracts.errors import MosaicError

MAX_WAITING = 4
CAMERA_MARGIN_S = 1.0
"""How much later the camera's own timer stops it than ours."""
STOP_TRIES = 3
T = TypeVar("T")


@dataclass(frozen=True)
class Account:
    """address: of the device service, with a numeric host that was checked."""

    address: str
    username: str
    password: str = field(repr=False)


class Session:
    """Requests of one camera wait for each other; more than MAX_WAITING are turned away."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.used_at = 0.0
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._device: Device | None = None
        self._hold: asyncio.TimerHandle | None = None
        self._stopping: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Nobody asks, and nothing moves by our doing."""
        return not (self._turn.locked() or self._waiting or self._hold or self._stopping)

    async def run(self, ask: Callable[[Device], Awaitable[T]]) -> T:
        """Raises MosaicError. After an error that is not the camera's plain no, the next request begins anew."""
        if self._waiting >= MAX_WAITING:
            raise OnvifBusyError("Too many requests wait for this camera.")
        self._waiting += 1
        try:
            async with self._turn:
                self.used_at = asyncio.get_running_loop().time()
                return await self._run(ask)
        finally:
            self._waiting -= 1

    async def _run(self, ask: Callable[[Device], Awaitable[T]]) -> T:
        try:
            if self._device is None:
                account = self.account
                self._device = await open_device(
                    account.address, account.username, account.password
                )
            return await ask(self._device)
        except MosaicError as error:
            if not error.code.startswith(("onvif-refused", "ptz-")):
                await self._forget_device()
            raise

    async def hold(self, pan: float, tilt: float, zoom: float, hold_s: float) -> None:
        """Moves, and stops after hold_s unless it is called again before."""
        self._release()
        # Before it is asked: an answer that comes late or never must not leave the camera moving.
        self._hold = asyncio.get_running_loop().call_later(hold_s, self._dead_man)
        await self.run(
            lambda device: ptz_of(device).move(pan, tilt, zoom, hold_s + CAMERA_MARGIN_S)
        )

    async def stop(self) -> None:
        """Stops what moves. However many wait, this is not turned away."""
        self._release()
        async with self._turn:
            await self._run(lambda device: ptz_of(device).stop())

    async def close(self) -> None:
        """Stops what moves by our doing, and lets go."""
        if self._hold is not None:
            await self._stop_surely()
        if self._stopping is not None:
            await self._stopping
        async with self._turn:
            await self._forget_device()

    def _release(self) -> None:
        if self._hold is not None:
            self._hold.cancel()
            self._hold = None

    def _dead_man(self) -> None:
        self._stopping = asyncio.create_task(self._stop_surely())

    async def _stop_surely(self) -> None:
        """The camera's own timer stops it where we cannot reach it."""
        held = self._hold
        try:
            for _ in range(STOP_TRIES):
                with contextlib.suppress(MosaicError):
                    async with self._turn:
                        if self._hold is held:  # else somebody moves it again, or stopped it
                            await self._run(lambda device: ptz_of(device).stop())
                    return
        finally:
            if self._hold is held:
                self._release()
            if self._stopping is asyncio.current_task():
                self._stopping = None

    async def _forget_device(self) -> None:
        if self._device is not None:
            device, self._device = self._device, None
            await device.close()


def ptz_of(device: Device) -> Ptz:
    """Raises PtzMissingError."""
    if device.ptz is None:
        raise PtzMissingError
    return device.ptz
