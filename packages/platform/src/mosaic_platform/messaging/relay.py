"""Carries events from an outbox to the broker, in order, for as long as it runs."""

import asyncio
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from prometheus_client import Counter, Gauge

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import CloudEvent
from mosaic_platform.logs import get_logger
from mosaic_platform.messaging.publisher import Publisher

BATCH = 200
POLL_S = 0.2
BACKOFF_S = (0.2, 5.0)

T = TypeVar("T")
_log = get_logger(__name__)
_relayed = Counter("mosaic_outbox_relayed_total", "Events confirmed by the broker")
_failures = Counter("mosaic_outbox_relay_failures_total", "Batches that were not confirmed")
_depth = Gauge("mosaic_outbox_depth", "Events that wait in the outbox")


class Outbox(Protocol):
    """Where events wait. Calls block and come all from one thread that the relay owns."""

    def pending(self, limit: int) -> list[tuple[int, CloudEvent]]:
        """The oldest events with their positions, in order."""

    def remove(self, positions: Sequence[int]) -> None: ...

    def depth(self) -> int: ...


class OutboxRelay:
    """Publishes what the outbox holds and removes it once confirmed.

    An event may be published twice (after a crash or a lost confirmation), never lost and never before an
    older one. Other processes' additions are found within POLL_S; `wake` makes it at once.
    """

    def __init__(self, outbox: Outbox, publisher: Publisher) -> None:
        self._outbox = outbox
        self._publisher = publisher
        self._awake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._confirmed: list[int] = []

    def wake(self) -> None:
        """Says that the outbox has something new; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._awake.set)

    async def run(self) -> None:
        """Runs until cancelled; neither the broker nor the outbox failing ends it. It may be run again."""
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox-relay")
        backoff_s = BACKOFF_S[0]
        try:
            while True:
                self._awake.clear()
                try:
                    moved = await self._move_batch()
                except Exception as error:  # noqa: BLE001 - the process's edge: an outbox may fail in its own ways
                    _failures.inc()
                    _log.warning("outbox_relay_failed", error=_story(error), retry_in_s=backoff_s)
                    await asyncio.sleep(backoff_s * random.uniform(0.5, 1.0))  # noqa: S311
                    backoff_s = min(2 * backoff_s, BACKOFF_S[1])
                    continue
                backoff_s = BACKOFF_S[0]
                if not moved:
                    await self._wait()
        finally:
            self._thread.shutdown(wait=False)
            self._thread = None

    async def _move_batch(self) -> int:
        # An outbox that cannot forget, on a full disk, must not make its events go out again and again.
        await self._forget_confirmed()
        batch = await self._in_thread(lambda: self._outbox.pending(BATCH))
        if batch:
            await self._publisher.publish([event for _, event in batch])
            self._confirmed = [position for position, _ in batch]
            _relayed.inc(len(batch))
            await self._forget_confirmed()
        _depth.set(await self._in_thread(self._outbox.depth))
        return len(batch)

    async def _forget_confirmed(self) -> None:
        if self._confirmed:
            await self._in_thread(lambda: self._outbox.remove(self._confirmed))
            self._confirmed = []

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(POLL_S):
                await self._awake.wait()
        except TimeoutError:
            return

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _story(error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, UnavailableError) else None
    return f"{error}: {cause!r}" if cause else repr(error)
