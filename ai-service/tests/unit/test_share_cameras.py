"""Workers that share cameras by a broker in memory, in a time that jumps: what they do without RabbitMQ."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from uuid import UUID, uuid4

import pytest

from mosaic_ai.application import share_cameras
from mosaic_ai.application.camera_share import Identity
from mosaic_ai.application.leases import BrokerLostError, Lease
from mosaic_ai.application.share_cameras import SharedCameras
from mosaic_ai.application.workers import WorkerReport, Workers
from mosaic_ai.domain.camera_sharing import Answer
from mosaic_contracts.clock import SystemClock

pytestmark = pytest.mark.virtual_time

TICK_S = 0.2


class LoopClock(SystemClock):
    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()


class Broker:
    """Leases of all connections. away: refuses; silent: does not answer."""

    def __init__(self) -> None:
        self.free: list[UUID] = []
        self.made = False
        self.away = False
        self.connections: list[MemoryLeases] = []

    def stop(self) -> None:
        self.away = True
        for connection in list(self.connections):
            connection.end()


class MemoryLeases:
    def __init__(self, broker: Broker, heard: Callable[[WorkerReport], None]) -> None:
        self.made_queue = False
        self._broker = broker
        self.heard = heard
        self._held: dict[int, UUID] = {}
        self._tags = iter(range(1, 1 << 30))
        self.cut = False

    def _check(self) -> None:
        if self.cut or self not in self._broker.connections:
            raise BrokerLostError("gone", refused=self._broker.away)

    def end(self) -> None:
        if self in self._broker.connections:
            self._broker.connections.remove(self)
            self._broker.free += self._held.values()

    async def open(self) -> None:
        if self._broker.away or self.cut:
            raise BrokerLostError("away", refused=self._broker.away)
        self.made_queue = not self._broker.made
        self._broker.made = True
        self._broker.connections.append(self)

    async def fetch(self) -> Lease | None:
        self._check()
        if not self._broker.free:
            return None
        tag, camera = next(self._tags), self._broker.free.pop(0)
        self._held[tag] = camera
        return Lease(camera, tag)

    async def free(self) -> int:
        self._check()
        return len(self._broker.free)

    async def put(self, camera_id: UUID) -> None:
        self._check()
        self._broker.free.append(camera_id)

    async def drop(self, tag: int) -> None:
        self._check()
        del self._held[tag]

    async def give_back(self, tag: int) -> None:
        self._check()
        self._broker.free.append(self._held.pop(tag))

    async def say(self, report: WorkerReport) -> None:
        self._check()
        for connection in self._broker.connections:
            connection.heard(report)

    async def coordinates(self) -> bool:
        self._check()
        return self._broker.connections[0] is self

    async def close(self) -> None:
        self.end()


class Site:
    """Workers in one event loop; answers: what one hears of another that it asks directly."""

    def __init__(self) -> None:
        self.broker = Broker()
        self.cameras: set[UUID] = set()
        self.workers: dict[str, One] = {}

    def start(self, name: str, memory: "Memory | None" = None) -> "One":
        self.workers[name] = One(self, name, memory or Memory())
        return self.workers[name]

    def tell(self) -> None:
        for each in self.workers.values():
            each.share.wanted(self.cameras)

    def claims(self) -> dict[str, set[UUID]]:
        return {
            name: {each for each in self.cameras if one.share.mine(each)}
            for name, one in self.workers.items()
            if one.runs
        }

    def sizes(self) -> list[int]:
        return sorted(map(len, self.claims().values()))

    def whole(self) -> bool:
        """Whether each camera is followed by exactly one."""
        claims = list(self.claims().values())
        return sum(map(len, claims)) == len(self.cameras) == len(set().union(*claims))

    async def stop(self) -> None:
        for each in self.workers.values():
            await each.kill()


class Memory:
    def __init__(self) -> None:
        self.kept: tuple[set[UUID], list[WorkerReport]] | None = None

    def load(self) -> tuple[set[UUID], list[WorkerReport]] | None:
        return self.kept

    def save(self, claimed: object, companions: object) -> None:
        self.kept = (set(claimed), list(companions))  # type: ignore[call-overload]


class One:
    """A worker, with a following that only counts. silent: nobody gets an answer of it."""

    def __init__(self, site: Site, name: str, memory: Memory) -> None:
        self.site = site
        self.name = name
        self.memory = memory
        self.runs = True
        self.silent = False
        self.cut_off = False
        self.leases: MemoryLeases | None = None
        key = f"{name}-{uuid4().hex}"
        self.share = SharedCameras(
            Identity(key, name, f"http://{name}"),
            connect=self._connect,
            workers=Workers(LoopClock().monotonic, key),
            others=self,
            memory=memory,
            outbox_depth=lambda: 0,
            clock=LoopClock(),
        )
        self.share.wanted(site.cameras)
        self.task = asyncio.create_task(self.share.run(self))

    def _connect(self) -> MemoryLeases:
        self.leases = MemoryLeases(self.site.broker, self.share.hear)
        self.leases.cut = self.cut_off
        return self.leases

    def cut(self) -> None:
        """From the broker alone, which notices and takes the leases."""
        assert self.leases is not None
        self.cut_off = self.leases.cut = True
        self.leases.end()

    async def kill(self) -> None:
        self.runs = False
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task

    async def ask(self, worker: WorkerReport) -> tuple[Answer, WorkerReport | None]:
        other = self.site.workers[worker.name]
        if other.silent:
            return Answer.SILENT, None
        if not other.runs:
            return Answer.GONE, None
        report = other.share.report()
        return (Answer.CONNECTED if report.connected else Answer.ADRIFT), report

    def busy(self, camera_id: UUID) -> bool:
        return False

    async def leave(self, camera_id: UUID) -> None:
        return

    def look_again(self) -> None:
        self.share.wanted(self.site.cameras)

    def share_changed(self) -> None:
        return


@pytest.fixture
async def site() -> "Iterator[Site]":  # type: ignore[misc]
    made = Site()
    made.cameras |= {uuid4() for _ in range(6)}
    yield made
    await made.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(300):
        while not condition():
            await asyncio.sleep(TICK_S)


async def stays(condition: Callable[[], bool]) -> None:
    """For several times as long as any of their times."""
    for _ in range(200):
        assert condition()
        await asyncio.sleep(TICK_S)


async def shared(site: Site, *sizes: int) -> None:
    await until(lambda: site.whole() and site.sizes() == sorted(sizes))


async def test_broker_when_it_restarts_then_every_worker_keeps_its_cameras(site: Site) -> None:
    site.start("one")
    site.start("two")
    await shared(site, 3, 3)
    before = site.claims()
    for _ in range(3):
        site.broker.stop()
        await stays(lambda: site.claims() == before)
        site.broker.away = False
        await until(lambda: not site.broker.free and len(site.broker.connections) == 2)
        await stays(lambda: site.claims() == before)


async def test_broker_when_it_is_away_and_a_worker_was_alone_then_it_takes_new_cameras_too(
    site: Site,
) -> None:
    site.start("one")
    await shared(site, 6)
    site.broker.stop()
    site.cameras.add(uuid4())
    site.tell()
    await shared(site, 7)


async def test_broker_when_it_is_away_and_a_worker_starts_anew_then_it_goes_on_with_its_own(
    site: Site,
) -> None:
    site.start("one")
    two = site.start("two")
    await shared(site, 3, 3)
    await until(lambda: two.memory.kept is not None and len(two.memory.kept[0]) == 3)
    before = site.claims()
    site.broker.stop()
    await two.kill()
    site.start("two", two.memory)
    await until(lambda: site.claims() == before)
    await stays(lambda: site.claims() == before)


async def test_broker_when_it_is_away_and_a_worker_starts_for_the_first_time_then_it_waits(
    site: Site,
) -> None:
    site.start("one")
    await shared(site, 6)
    site.broker.stop()
    site.start("two")
    await stays(lambda: site.sizes() == [0, 6])
    site.broker.away = False
    await shared(site, 3, 3)


async def test_worker_when_it_alone_is_cut_off_then_it_stops_and_the_others_take_over(
    site: Site,
) -> None:
    site.start("one")
    two = site.start("two")
    await shared(site, 3, 3)
    two.cut()
    await until(lambda: site.sizes() == [0, 6])
    two.cut_off = False
    await shared(site, 3, 3)


async def test_worker_when_it_hears_neither_broker_nor_the_others_then_it_stops(site: Site) -> None:
    one, two = site.start("one"), site.start("two")
    await shared(site, 3, 3)
    one.silent = True
    two.cut()
    await until(lambda: not site.claims()["two"])


async def test_leases_when_they_are_lost_or_doubled_then_soon_one_for_each_camera_and_no_camera_moves(
    site: Site,
) -> None:
    site.start("one")
    site.start("two")
    await shared(site, 3, 3)
    before = site.claims()
    site.broker.free += list(site.cameras)
    await until(lambda: not site.broker.free)
    await stays(lambda: site.claims() == before)
    lost = site.broker.connections[1]
    lost._held.clear()
    lost.end()
    await until(lambda: sum(len(each._held) for each in site.broker.connections) == 6)
    assert site.claims() == before


async def test_leases_when_they_grow_old_then_renewed_and_no_camera_moves(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(share_cameras, "REFRESH_S", 5.0)
    site.start("one")
    site.start("two")
    await shared(site, 3, 3)
    before = site.claims()
    tags = {tag for each in site.broker.connections for tag in each._held}
    await until(lambda: all(min(each._held, default=0) > 6 for each in site.broker.connections))
    assert tags
    await stays(lambda: site.claims() == before)
