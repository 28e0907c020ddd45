"""Shares a declared amount of processor time out among the cameras, to the look first that is worth most."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from mosaic_contracts.clock import Clock

TICK_S = 0.2
SAVED_S = 0.5
"""So many seconds of the budget may be saved up for a moment when much happens."""
WAIT_S = 1.0
"""A picture that had no turn by then is given up: the next one is there."""
FIRST_COST_S = 0.06
LEARNING = 0.2
TIGHT_FOR_S = 5.0
AT_ONCE = 6
"""Turns at the same time for each engine process: as many as fill a canvas, few enough to keep the order."""


class CpuBudget:
    """For one event loop; `run` must go on beside it.

    cores: processor seconds a second that all processes of the service may take. What a turn will cost is reckoned
    from those before; what all really took (`spent_s`, counting up) corrects it every TICK_S.
    """

    def __init__(
        self, cores: float, spent_s: Callable[[], float], clock: Clock, *, engines: int = 1
    ) -> None:
        self.cores = cores
        self._spent_s = spent_s
        self._clock = clock
        self._free = AT_ONCE * engines
        self._left_s = cores * SAVED_S
        self._booked_s = 0.0
        self._turns = 0
        self._cost_s = FIRST_COST_S
        self._waiting: list[tuple[float, int, asyncio.Future[bool]]] = []
        self._numbers = itertools.count()
        self._refused_at: float | None = None

    @property
    def tight(self) -> bool:
        """Whether pictures were given up for want of processor time lately: what can be spared should be."""
        now = self._clock.monotonic()
        return self._refused_at is not None and now - self._refused_at < TIGHT_FOR_S

    @asynccontextmanager
    async def turn(self, worth: float) -> AsyncIterator[bool]:
        """True once it is this look's turn, for as long as it is open; False after WAIT_S without one."""
        granted = await self._granted(worth)
        try:
            yield granted
        finally:
            if granted:
                self._free += 1
                self._release()

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        at, spent = self._clock.monotonic(), self._spent_s()
        while True:
            await asyncio.sleep(TICK_S)
            now, total = self._clock.monotonic(), self._spent_s()
            self.reckon(now - at, max(0.0, total - spent))
            at, spent = now, total

    def reckon(self, elapsed_s: float, spent_s: float) -> None:
        """So much time has passed, and so much of the processors' was taken."""
        earned = self.cores * elapsed_s
        self._left_s += self._booked_s + earned - spent_s
        self._left_s = max(-self.cores, min(self.cores * SAVED_S, self._left_s))
        if self._turns:
            self._cost_s += LEARNING * (spent_s / self._turns - self._cost_s)
        self._booked_s, self._turns = 0.0, 0
        self._release()

    async def _granted(self, worth: float) -> bool:
        waits: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (-worth, next(self._numbers), waits))
        self._release()
        try:
            # Not asyncio.wait_for: before Python 3.12 it forgets a cancellation that comes with the turn.
            async with asyncio.timeout(WAIT_S):
                return await waits
        except TimeoutError:
            if not waits.cancelled():
                return waits.result()
            self._refused_at = self._clock.monotonic()
            return False
        except asyncio.CancelledError:
            if not waits.cancelled():
                self._free += 1
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting and self._free > 0 and self._left_s > 0:
            _, _, waits = heapq.heappop(self._waiting)
            if waits.done():
                continue
            self._free -= 1
            self._turns += 1
            self._left_s -= self._cost_s
            self._booked_s += self._cost_s
            waits.set_result(True)
