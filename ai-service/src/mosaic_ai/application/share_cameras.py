"""One worker's part in sharing the cameras: takes leases, gives them up, keeps what it may without RabbitMQ."""

import asyncio
import random
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from mosaic_ai.application.camera_share import Following, Identity
from mosaic_ai.application.leases import BrokerLostError, Lease, Leases
from mosaic_ai.application.make_leases import LeaseMaker
from mosaic_ai.application.without_broker import OtherWorkers, ShareMemory, WithoutBroker
from mosaic_ai.application.workers import ToldChoice, WorkerReport, Workers
from mosaic_ai.domain.camera_sharing import (
    Verdict,
    Worker,
    room,
    surplus,
    verdict,
    yielded,
)
from mosaic_contracts.clock import Clock
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

TICK_S = 1.0
LISTEN_S = 2.5
"""How long it only listens after it came to RabbitMQ, to know what the others claim before it takes anything."""
STRAY_AFTER_S = 4.0
REFRESH_S = 600.0
"""RabbitMQ closes a channel with a message unacknowledged for 30 minutes; leases are taken anew long before."""
REFRESHED_AT_ONCE = 20
QUIET_WITHIN_S = 8.0
BUSY_POLL_S = 0.2
FREE_IN_S = 0.2


@dataclass
class _Held:
    lease: Lease
    since: float


class SharedCameras:
    """The share of one of several workers. For one event loop; `run` goes on until cancelled."""

    def __init__(
        self,
        identity: Identity,
        *,
        connect: Callable[[], Leases],
        workers: Workers,
        others: OtherWorkers,
        memory: ShareMemory,
        outbox_depth: Callable[[], int],
        models: Callable[[], tuple[ToldChoice, ...]] = tuple,
        clock: Clock,
    ) -> None:
        self.identity = identity
        self.workers = workers
        self._connect = connect
        self._others = others
        self._memory = memory
        self._outbox_depth = outbox_depth
        self._models = models
        self._monotonic = clock.monotonic
        self._wanted: frozenset[UUID] | None = None
        self._told_at = float("-inf")
        self._held: dict[UUID, _Held] = {}
        self._claimed: set[UUID] = set()
        self._leaving: dict[UUID, asyncio.Task[None]] = {}
        self._returning: list[Lease] = []
        self._wake = asyncio.Event()
        self.connected = False
        self._connected_at = 0.0
        self._free_since: float | None = None
        self._unknown: dict[UUID, float] = {}
        self._maker = LeaseMaker()
        self._without_broker = WithoutBroker(others, memory, self._monotonic())

    def mine(self, camera_id: UUID) -> bool:
        return camera_id in self._claimed

    def wanted(self, cameras: Collection[UUID]) -> None:
        before, self._wanted = self._wanted, frozenset(cameras)
        self._told_at = self._monotonic()
        if before is not None:
            self._maker.new |= self._wanted - before
        if before != self._wanted:
            self._wake.set()

    def hear(self, report: WorkerReport) -> None:
        """A camera that another just left is worth a look at once: its lease is free in a moment."""
        before = self.workers.claimed_by(report.key)
        self.workers.hear(report)
        if before - report.claimed and report.key != self.identity.key:
            asyncio.get_running_loop().call_later(FREE_IN_S, self._wake.set)

    def look_again(self) -> None:
        self._following.look_again()

    def report(self, *, leaving: bool = False) -> WorkerReport:
        return WorkerReport(
            key=self.identity.key,
            name=self.identity.name,
            url=self.identity.url,
            connected=self.connected,
            ready=self._wanted is not None,
            leaving=leaving,
            weight=self.identity.weight,
            held=frozenset(self._held) & self._claimed,
            claimed=frozenset(self._claimed),
            outbox_depth=self._outbox_depth(),
            models=self._models(),
        )

    async def run(self, following: Following) -> None:
        self._following = following
        while True:
            leases, refused = self._connect(), False
            try:
                await leases.open()
                await self._share(leases)
            except BrokerLostError as error:
                refused = error.refused
                if self.connected:
                    _log.warning("leases_lost", error=error.detail, cameras=len(self._claimed))
            finally:
                await self._end(leases)
            await self._go_on_without(refused)
            await asyncio.sleep(random.uniform(0.2, 0.5))  # noqa: S311

    async def _share(self, leases: Leases) -> None:
        """Until the broker is lost."""
        self.connected = True
        self._connected_at, self._free_since = self._monotonic(), None
        self.workers.reunite(self._without_broker.companions)
        self._unknown.clear()
        self._maker = LeaseMaker(self._maker.new)
        while True:
            self._wake.clear()
            await self._tick(leases)
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_S * random.uniform(0.8, 1.1)):  # noqa: S311
                    await self._wake.wait()

    async def _end(self, leases: Leases) -> None:
        """What is followed goes on; leases are RabbitMQ's again."""
        task = asyncio.current_task()
        ending = task is not None and task.cancelling() > 0
        if ending and self.connected:
            with suppress(BrokerLostError):
                await leases.say(self.report(leaving=not self._outbox_depth()))
        if self.connected:
            self._without_broker = WithoutBroker(
                self._others, self._memory, self._monotonic(), self.workers.companions()
            )
        self.connected = False
        for camera_id, moving in self._leaving.items():
            if camera_id in self._claimed:  # it only waits yet
                moving.cancel()
        await asyncio.gather(*self._leaving.values(), return_exceptions=True)
        self._leaving.clear()
        self._returning.clear()
        self._held.clear()
        await leases.close()

    async def _tick(self, leases: Leases) -> None:
        before = frozenset(self._claimed)
        try:
            await self._look_around(leases)
        finally:
            if self._claimed != before:
                _log.info("share_changed", cameras=len(self._claimed), held=len(self._held))
                self._following.share_changed()

    async def _look_around(self, leases: Leases) -> None:
        others = [each.worker() for each in self.workers.others()]
        await self._yield(leases, others)
        await self._drop_unwanted(leases)
        may_take = self._listened() and self._wanted is not None
        if may_take:
            self._begin_to_leave(others)
        await leases.say(self.report())
        if may_take and self._wanted is not None:
            await self._give_back(leases)
            if await self._take(leases, others):
                await leases.say(self.report())
            workers = [self._me(), *others]
            if await self._maker.make(leases, self._wanted, workers, self._monotonic()):
                self._wake.set()
        if self._listened():
            self._memory.save(self._claimed, self.workers.companions())

    def _listened(self) -> bool:
        return self._monotonic() - self._connected_at >= LISTEN_S

    def _me(self) -> Worker:
        return self.report().worker()

    async def _yield(self, leases: Leases, others: list[Worker]) -> None:
        left = yielded(self._me(), others)
        for camera_id in left:
            self._claimed.discard(camera_id)
            if held := self._held.pop(camera_id, None):
                await leases.drop(held.lease.tag)
        if left:
            _log.warning("cameras_yielded", cameras=len(left))

    async def _drop_unwanted(self, leases: Leases) -> None:
        """Leases of cameras that are no longer, as the backend said since they were taken."""
        if self._wanted is None:
            return
        gone = {
            camera_id
            for camera_id, held in self._held.items()
            if camera_id not in self._wanted and self._told_at > held.since
        }
        for camera_id in gone:
            await leases.drop(self._held.pop(camera_id).lease.tag)
        self._claimed -= gone | (self._claimed - self._wanted - self._held.keys())

    def _begin_to_leave(self, others: list[Worker]) -> None:
        """Hands cameras over that others should have: quiet ones first, then those that came last."""
        assert self._wanted is not None  # noqa: S101 - asked before
        me = self._me()
        many = surplus(me, others, len(self._wanted)) - len(self._leaving) - len(self._returning)
        stay = [each for each in reversed(self._held) if each not in self._leaving]
        for camera_id in sorted(stay, key=self._following.busy)[: max(0, many)]:
            self._leaving[camera_id] = asyncio.create_task(self._leave(camera_id))

    async def _leave(self, camera_id: UUID) -> None:
        deadline = self._monotonic() + QUIET_WITHIN_S
        while self._following.busy(camera_id) and self._monotonic() < deadline:  # noqa: ASYNC110 - another thread's
            await asyncio.sleep(BUSY_POLL_S)
        self._claimed.discard(camera_id)
        await self._following.leave(camera_id)
        self._leaving.pop(camera_id, None)
        if held := self._held.pop(camera_id, None):
            self._returning.append(held.lease)
            self._wake.set()

    async def _give_back(self, leases: Leases) -> None:
        """What was left, which all have been told by now; and old leases, which come back to us."""
        while self._returning:
            await leases.give_back(self._returning.pop().tag)
        old = [
            each
            for each, held in self._held.items()
            if self._monotonic() - held.since > REFRESH_S and each not in self._leaving
        ]
        for camera_id in old[:REFRESHED_AT_ONCE]:
            await leases.give_back(self._held.pop(camera_id).lease.tag)

    async def _take(self, leases: Leases, others: list[Worker]) -> bool:
        assert self._wanted is not None  # noqa: S101 - asked before
        cameras, now = len(self._wanted), self._monotonic()
        self._free_since = (self._free_since or now) if await leases.free() else None
        lacking = self._claimed - self._held.keys() - self._leaving.keys()
        stray = self._free_since is not None and now - self._free_since > STRAY_AFTER_S
        wants = lacking or stray or room(self._me(), others, cameras)
        if self._free_since is None or not wants:
            return False
        aside: list[Lease] = []
        taken = False
        while lease := await leases.fetch():
            camera_id = lease.camera_id
            if camera_id not in self._wanted:
                if self._unknown.setdefault(camera_id, now) < self._told_at:
                    await leases.drop(lease.tag)
                    continue
                self._following.look_again()
                aside.append(lease)
                continue
            found = verdict(camera_id, self._me(), others, cameras)
            if found is Verdict.DROP:
                await leases.drop(lease.tag)
            elif found is Verdict.RETURN or camera_id in self._leaving:
                aside.append(lease)
            else:
                self._held[camera_id] = _Held(lease, now)
                taken |= camera_id not in self._claimed
                self._claimed.add(camera_id)
        for lease in aside:
            await leases.give_back(lease.tag)
        return taken

    async def _go_on_without(self, refused: bool) -> None:
        if self._wanted is None:
            return
        kept = await self._without_broker.kept(
            self.report(), self._wanted, refused=refused, now=self._monotonic()
        )
        if kept != self._claimed:
            _log.warning("share_changed_without_broker", cameras=len(kept))
            self._claimed = kept
            self._following.share_changed()
