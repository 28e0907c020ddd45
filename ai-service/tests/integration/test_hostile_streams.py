"""Broken and hostile streams, many at once on one decoder: each is told, comes back, and harms no other."""

import asyncio
import os
import signal
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psutil
import pytest
from ai_hostile_hls import Fault, HostileHls, Recording, recorded, recorded_in_parts
from ai_stream_faults import EAGER, ENCODED, FAULTS, LOW_LATENCY

from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecodingError
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.child_decoder import ChildDecoder
from mosaic_ai.infrastructure.hls_fetching import FetchLimits, media_client
from mosaic_ai.infrastructure.hls_source import HlsFrameSource, HlsLimits

LIMITS = HlsLimits(FetchLimits(within_s=6.0), stalled_after_s=5.0, backoff_s=(0.2, 2.0))
WITHIN_S = 120.0
TOGETHER = 24
MAX_PROCESS_BYTES = 1 << 30
"""What all of it may add to the process's memory, and what the decoder's child may have."""


@dataclass
class Outcome:
    """What one camera went through. taken: (its picture's time, when it came, size) while the fault lasted."""

    name: str
    expected: set[str]
    camera: UUID = field(default_factory=uuid4)
    reasons: set[str] = field(default_factory=set)
    taken: list[tuple[datetime, datetime, tuple[int, int]]] = field(default_factory=list)
    began_well: bool = False
    told: bool = False
    came_back: bool = False
    stable: bool = True
    broke_off: BaseException | None = None
    ordered: bool = True
    honest: bool = True
    coverage: Coverage = field(default_factory=Coverage)


@dataclass
class Run:
    outcomes: dict[str, Outcome]
    neighbour_pictures: list[int] = field(default_factory=list)
    grown_bytes: int = 0
    child_bytes: int = 0


class Watched:
    """A source that is followed, with all pictures that it gives."""

    def __init__(self, source: HlsFrameSource) -> None:
        self.source = source
        self.frames: list[tuple[datetime, datetime, tuple[int, int]]] = []
        self._task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        async for frame in self.source.frames():
            size = (frame.width, frame.height)
            self.frames.append((frame.captured_at, datetime.now(UTC), size))

    async def more(self, count: int) -> bool:
        wanted = len(self.frames) + count
        return await self.until(lambda: len(self.frames) >= wanted)

    async def until(self, condition: object) -> bool:
        assert callable(condition)
        try:
            async with asyncio.timeout(WITHIN_S):
                while not condition():
                    if self._task.done():
                        return False
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return False
        return True

    async def stop(self) -> BaseException | None:
        """What broke it off, if something did: nothing that a stream holds may."""
        self._task.cancel()
        ended = (await asyncio.gather(self._task, return_exceptions=True))[0]
        return None if isinstance(ended, asyncio.CancelledError) else ended


async def suffered(outcome: Outcome, watched: Watched, server: HostileHls, fault: Fault) -> None:
    """Well, then the fault until it shows, then well again."""
    source = watched.source
    outcome.began_well = await watched.more(2)
    server.set(outcome.camera, fault)
    before = len(watched.frames)
    if outcome.expected:
        outcome.told = await watched.until(
            lambda: source.state == "error" and source.reason in outcome.expected
        )
        for _ in range(50):
            await asyncio.sleep(0.05)
            outcome.stable &= source.state == "error" and source.reason is not None
            outcome.reasons.add(str(source.reason))
    else:
        if fault.recording is not None:
            # The first may still be one of before.
            await watched.until(lambda: len(watched.frames) >= before + 2)
        deadline = asyncio.get_running_loop().time() + 5.0
        while asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.05)
            outcome.reasons.add(str(source.reason))
    outcome.taken = watched.frames[before:]
    server.set(outcome.camera, Fault())
    outcome.came_back = await watched.more(2) and source.state == "online"
    times = [captured for captured, _, _ in watched.frames]
    small, latest = source.small, source.latest
    outcome.honest = small is not None and small.captured_at == times[-1]
    outcome.honest &= latest is not None and latest.starts_at <= times[-1]
    outcome.ordered = times == sorted(set(times))


async def all_at_once(
    cases: dict[str, tuple[Fault, set[str]]], plain: Recording, in_parts: Recording
) -> Run:
    process = psutil.Process()
    server, decoder = HostileHls(), ChildDecoder()
    await server.start()
    run = Run({name: Outcome(name, expected) for name, (_, expected) in cases.items()})
    async with media_client() as client:

        def watch(camera: UUID, name: str = "", coverage: Coverage | None = None) -> Watched:
            server.add(camera, in_parts if name in LOW_LATENCY | EAGER else plain)
            source = HlsFrameSource(
                camera, server, decoder, client, coverage=coverage, limits=LIMITS
            )
            source.eager = name in EAGER
            return Watched(source)

        neighbour = watch(uuid4())
        assert await neighbour.more(2)
        before = process.memory_info().rss
        pictures = len(neighbour.frames)
        watched = [watch(one.camera, one.name, one.coverage) for one in run.outcomes.values()]
        work = asyncio.gather(
            *(
                suffered(outcome, one, server, cases[name][0])
                for (name, outcome), one in zip(run.outcomes.items(), watched, strict=True)
            )
        )
        while not work.done():
            await asyncio.wait([work], timeout=0.1)
            run.grown_bytes = max(run.grown_bytes, process.memory_info().rss - before)
            if decoder.pid is not None:
                try:
                    child = psutil.Process(decoder.pid).memory_info().rss
                except psutil.NoSuchProcess:
                    continue
                run.child_bytes = max(run.child_bytes, child)
        await work
        run.neighbour_pictures = [len(neighbour.frames) - pictures]
        await neighbour.stop()
        for outcome, one in zip(run.outcomes.values(), watched, strict=True):
            outcome.broke_off = await one.stop()
    await server.stop()
    await asyncio.to_thread(decoder.close)
    return run


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded(tmp_path_factory.mktemp("recordings") / "plain")


@pytest.fixture(scope="module")
def in_parts(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded_in_parts(tmp_path_factory.mktemp("recordings") / "parts")


@pytest.fixture(scope="module")
def run(plain: Recording, in_parts: Recording, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("recordings")
    cases = FAULTS | LOW_LATENCY | EAGER
    for number, (name, (how, size, fmp4, expected)) in enumerate(ENCODED.items()):
        other = recorded(Path(folder) / str(number), *how, size=size, fmp4=fmp4)
        cases[name] = (Fault(recording=other), expected)
    whole = Run({})
    names = list(cases)
    for start in range(0, len(names), TOGETHER):
        some = {name: cases[name] for name in names[start : start + TOGETHER]}
        part = asyncio.run(all_at_once(some, plain, in_parts))
        whole.outcomes |= part.outcomes
        whole.neighbour_pictures.append(part.neighbour_pictures[0])
        whole.grown_bytes = max(whole.grown_bytes, part.grown_bytes)
        whole.child_bytes = max(whole.child_bytes, part.child_bytes)
    return whole


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [*FAULTS, *LOW_LATENCY, *EAGER, *ENCODED])
def test_stream_when_faulty_then_told_and_nothing_stale_and_back_when_well(
    run: Run, name: str
) -> None:
    outcome = run.outcomes[name]
    assert outcome.broke_off is None
    assert outcome.began_well
    if outcome.expected:
        assert outcome.told, outcome
        # Whoever is eager may get a picture of the stream's end later on, which is newer than the last.
        assert outcome.stable or name in EAGER, outcome.reasons
    assert outcome.ordered
    assert outcome.honest
    for captured_at, came_at, _ in outcome.taken:
        assert timedelta(seconds=-11) < came_at - captured_at < timedelta(seconds=90)
    assert outcome.came_back, outcome
    assert outcome.coverage.due < 500


@pytest.mark.parametrize("name", [name for name, case in ENCODED.items() if not case[3]])
def test_stream_when_its_encoding_changes_then_pictures_go_on(run: Run, name: str) -> None:
    width, height = (int(side) for side in ENCODED[name][1].split("x"))
    assert (width, height) in {size for _, _, size in run.outcomes[name].taken}


def test_neighbour_when_all_others_are_faulty_then_its_pictures_go_on(run: Run) -> None:
    """While each batch of faults lasted; how many depends on the machine."""
    assert len(run.neighbour_pictures) == -(-len(run.outcomes) // TOGETHER)
    assert min(run.neighbour_pictures) >= 3


async def test_decoder_when_it_hangs_and_a_large_chunk_comes_then_replaced(
    plain: Recording,
) -> None:
    """More than fits into a pipe that nobody reads."""
    decoder = ChildDecoder(timeout_s=1.0)
    chunk = VideoChunk(uuid4(), plain.init, plain.segments[0], datetime.now(UTC))
    try:
        assert await decoder.decode(chunk) is not None
        pid = decoder.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        async with asyncio.timeout(60):
            with pytest.raises(DecodingError):
                await decoder.decode(chunk._replace(media=plain.segments[0] + bytes(8 << 20)))
        assert await decoder.decode(chunk) is not None
        assert decoder.pid != pid
    finally:
        await asyncio.to_thread(decoder.close)


def test_memory_when_all_are_faulty_then_bounded(run: Run) -> None:
    assert run.grown_bytes < MAX_PROCESS_BYTES
    assert run.child_bytes < MAX_PROCESS_BYTES
