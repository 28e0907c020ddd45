"""Broken and hostile streams, many at once on one decoder: each is told, comes back, and harms no other."""

import asyncio
import os
import signal
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psutil
import pytest
from ai_hostile_hls import (
    Fault,
    HostileHls,
    Recording,
    answer,
    cut,
    flipped,
    packed,
    recorded,
    recorded_in_parts,
)

from mosaic_ai.domain.coverage import Coverage
from mosaic_ai.domain.errors import DecodingError
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.child_decoder import ChildDecoder
from mosaic_ai.infrastructure.hls_fetching import FetchLimits
from mosaic_ai.infrastructure.hls_source import HlsFrameSource, HlsLimits

LIMITS = HlsLimits(FetchLimits(within_s=6.0), stalled_after_s=5.0, backoff_s=(0.2, 2.0))
WITHIN_S = 120.0
TOGETHER = 24
MAX_PROCESS_BYTES = 1 << 30
"""What all of it may add to the process's memory, and what the decoder's child may have."""
HOUR = timedelta(hours=1)

UNDECODABLE = {"undecodable"}
UNAVAILABLE = {"source-unavailable"}

NONE: set[str] = set()


def with_line(line: str) -> Fault:
    """A line before the first segment."""
    return Fault(playlist=lambda text: text.replace("#EXTINF", f"{line}\n#EXTINF", 1))


def with_lines(line: str) -> Fault:
    """A line before every segment."""
    return Fault(playlist=lambda text: text.replace("#EXTINF", f"{line}\n#EXTINF"))


def of_size(width: int, height: int) -> Fault:
    """With another size in the container's header."""
    told = struct.pack(">HH", 320, 180)
    return new_init(lambda body: body.replace(told, struct.pack(">HH", width, height)))


def new_init(make: Callable[[bytes], bytes]) -> Fault:
    """Another init section, under another name."""
    return Fault(init=make, playlist=lambda text: text.replace('URI="', 'URI="new-'))


def elsewhere(text: str) -> str:
    return "\n".join(
        f"http://localhost:9/{line}" if line.endswith(".m4s") or line[:1].isdigit() else line
        for line in text.splitlines()
    )


HUGE = b"#EXTM3U\n" + b"#EXTINF:1,\na.ts\n" * 10
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LARGE_CHUNK = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"

FAULTS: dict[str, tuple[Fault, set[str]]] = {
    # What is in the segments. Flipped bytes may leave some pictures whole.
    "cut to nothing": (Fault(media=cut(0.0)), UNDECODABLE),
    "cut in the first box": (Fault(media=lambda body: body[:5]), UNDECODABLE),
    "cut at a tenth": (Fault(media=cut(0.1)), UNDECODABLE),
    "cut at a half": (Fault(media=cut(0.5)), NONE),
    "cut at the last byte": (Fault(media=lambda body: body[:-1]), NONE),
    "first half lost": (Fault(media=lambda body: body[len(body) // 2 :]), UNDECODABLE),
    "zeros": (Fault(media=lambda body: bytes(len(body))), UNDECODABLE),
    "text": (Fault(media=lambda _: b"<html>not found</html>"), UNDECODABLE),
    "one byte in a thousand flipped": (Fault(media=flipped(1, 0.001)), NONE),
    "one byte in twenty flipped": (Fault(media=flipped(2, 0.05)), NONE),
    "flipped init": (new_init(flipped(4, 0.02)), NONE),
    "backwards": (Fault(media=lambda body: body[::-1]), UNDECODABLE),
    "init missing": (new_init(lambda _: b""), UNDECODABLE),
    "init twice": (new_init(lambda body: body + body), NONE),
    "another's init": (new_init(lambda _: b"\x00\x00\x00\x10ftypisom" + bytes(900)), UNDECODABLE),
    "size 0": (of_size(0, 0), NONE),
    "size 20000": (of_size(20_000, 20_000), NONE),
    # The playlist's.
    "encrypted": (with_line('#EXT-X-KEY:METHOD=AES-128,URI="key"'), {"encrypted"}),
    "ranges": (with_lines("#EXT-X-BYTERANGE:1000@0"), {"unsupported"}),
    "no init named": (
        Fault(playlist=lambda text: text.replace("#EXT-X-MAP", "#EXT-X-NO-MAP")),
        UNDECODABLE,
    ),
    "init of a missing file": (
        Fault(playlist=lambda text: text.replace('URI="', 'URI="../')),
        {"unreachable", "session-expired", "source-unavailable"},
    ),
    "discontinuities": (with_lines("#EXT-X-DISCONTINUITY"), NONE),
    "gaps only": (with_lines("#EXT-X-GAP"), {"interrupted"}),
    "never advances": (Fault(frozen=True), {"interrupted"}),
    "never advances, no clock": (Fault(frozen=True, no_clock=True), {"interrupted"}),
    "no clock": (Fault(no_clock=True), NONE),
    "clock an hour back": (Fault(shift=-HOUR), {"clock-wrong"}),
    "clock an hour ahead": (Fault(shift=HOUR), {"clock-wrong"}),
    "clock in year 1": (
        Fault(playlist=lambda text: text.replace("TIME:2", "TIME:0")),
        {"clock-wrong", "source-unavailable"},
    ),
    "durations of nan": (
        Fault(playlist=lambda text: text.replace("INF:1.0", "INF:nan")),
        UNAVAILABLE,
    ),
    "durations without end": (
        Fault(playlist=lambda text: text.replace("INF:1.0", "INF:1e308")),
        UNAVAILABLE,
    ),
    "target of years": (
        Fault(playlist=lambda text: text.replace("DURATION:1", "DURATION:99999999")),
        UNAVAILABLE,
    ),
    "sequences of 10^15": (
        Fault(playlist=lambda text: text.replace("SEQUENCE:", "SEQUENCE:99999999999")),
        NONE,
    ),
    "said to block, answers at once": (
        Fault(
            playlist=lambda text: text.replace(
                "#EXT-X-VERSION", "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n#EXT-X-VERSION"
            )
        ),
        NONE,
    ),
    "a playlist of playlists": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nindex.m3u8\n"),
        {"no-video"},
    ),
    "a playlist of nothing": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-TARGETDURATION:1\n"),
        {"interrupted"},
    ),
    "no playlist": (Fault(playlist=lambda _: "<html></html>"), UNAVAILABLE),
    "segments elsewhere": (Fault(playlist=elsewhere), {"redirected"}),
    "a file's address": (
        Fault(playlist=lambda text: text.replace("EXTINF:1.0,\n", "EXTINF:1.0,\nfile:///etc/")),
        {"redirected"},
    ),
    "an impossible address": (
        Fault(playlist=lambda text: text.replace("EXTINF:1.0,\n", "EXTINF:1.0,\nhttp://[::1:/")),
        UNAVAILABLE,
    ),
    # The server's.
    "404": (Fault(answer=answer("404 Not Found")), {"session-expired"}),
    "500": (Fault(answer=answer("500 Oh")), UNAVAILABLE),
    "204": (Fault(answer=answer("204 No Content"), only_media=True), UNAVAILABLE),
    "no HTTP": (Fault(answer=b"SSH-2.0-x\r\n\r\n"), {"unreachable"}),
    "closed in the body": (
        Fault(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nConnection: close\r\n\r\nx"),
        {"unreachable"},
    ),
    "redirect to elsewhere": (
        Fault(answer=answer("302 Found", "Location: http://localhost:9/x")),
        {"redirected"},
    ),
    "redirect in a circle": (
        Fault(answer=answer("302 Found", "Location: index.m3u8")),
        {"redirected"},
    ),
    "media redirected elsewhere": (
        Fault(answer=answer("302 Found", "Location: http://localhost:9/x"), only_media=True),
        {"redirected"},
    ),
    "playlist of 100 MB": (
        Fault(answer=b"HTTP/1.1 200 OK\r\n\r\n#EXTM3U\n", endless=HUGE * 400),
        {"too-large"},
    ),
    "media without end": (
        Fault(answer=CHUNKED, endless=LARGE_CHUNK, only_media=True),
        {"too-large", "unreachable"},
    ),
    "a byte now and then": (
        Fault(answer=CHUNKED, endless=b"1\r\n#\r\n", every_s=0.5),
        {"unreachable"},
    ),
    "a head without end": (Fault(endless=b"X-A: b\r\n" * 100), {"unreachable"}),
    "silence": (Fault(answer=b"", endless=b" ", every_s=3600.0), {"unreachable"}),
    "packed playlist": (Fault(answer=packed(b"#EXTM3U\n" + b"#" * 10**8)), UNAVAILABLE),
    "packed media": (Fault(answer=packed(bytes(10**8)), only_media=True), UNAVAILABLE),
    "wrong content types": (Fault(head="Content-Type: image/svg+xml\r\n"), NONE),
}

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt")
ENCODED: dict[str, tuple[tuple[str, ...], str, bool, set[str]]] = {
    "another size": ((*X264, "yuv420p"), "640x360", True, NONE),
    "odd size": (("-vf", "scale=321:179", *X264, "yuv444p"), "321x179", True, NONE),
    "a picture of 51 million pixels": (
        ("-vf", "fps=1,scale=7168:7168:flags=neighbor", *X264, "yuv420p", "-t", "2"),
        "320x180",
        True,
        UNDECODABLE,
    ),
    "transport stream": ((*X264, "yuv420p"), "640x360", False, NONE),
    "4:2:2": ((*X264, "yuv422p"), "320x180", True, NONE),
    "4:4:4": ((*X264, "yuv444p"), "320x180", True, NONE),
    "10 bit": ((*X264, "yuv420p10le"), "320x180", True, NONE),
    "4:2:2 10 bit transport stream": ((*X264, "yuv422p10le"), "320x180", False, NONE),
    "hevc": (
        ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error"),
        "320x180",
        True,
        NONE,
    ),
    "sound only": (
        ("-vn", "-f", "lavfi", "-i", "sine", "-map", "1:a", "-c:a", "aac", "-t", "6"),
        "320x180",
        True,
        {"no-video"},
    ),
}

LOW_LATENCY: dict[str, tuple[Fault, set[str]]] = {
    "LL-HLS": (Fault(), NONE),
    "LL-HLS, cut parts": (Fault(media=cut(0.3)), NONE),
    "LL-HLS, flipped parts": (Fault(media=flipped(5, 0.01)), NONE),
    "LL-HLS, never advances": (Fault(frozen=True), {"interrupted"}),
    "LL-HLS, never advances nor blocks": (
        Fault(frozen=True, answers_at_once=True),
        {"interrupted"},
    ),
    "LL-HLS, answers at once": (Fault(answers_at_once=True), NONE),
    "LL-HLS, clock an hour back": (Fault(shift=-HOUR), {"clock-wrong"}),
    "LL-HLS, empty playlist": (
        Fault(playlist=lambda _: "#EXTM3U\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n"),
        {"interrupted"},
    ),
    "LL-HLS, ranges": (
        Fault(playlist=lambda text: text.replace('.mp4"', '.mp4",BYTERANGE="9@0"')),
        {"unsupported"},
    ),
}
EAGER = {f"{name}, eager": case for name, case in LOW_LATENCY.items()}


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
    limits = httpx.Limits(max_connections=512)
    async with httpx.AsyncClient(limits=limits) as client:

        def watch(camera: UUID, name: str = "", coverage: Coverage | None = None) -> Watched:
            server.add(camera, in_parts if name in LOW_LATENCY | EAGER else plain)
            source = HlsFrameSource(camera, server, decoder, client, coverage, limits=LIMITS)
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
