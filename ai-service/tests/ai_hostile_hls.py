"""A media server for tests that serves recorded segments as a live stream, with one fault at a time."""

import asyncio
import gzip
import random
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from mosaic_contracts.internal_api import ReaderSession

SEGMENT_S = 1.0
WINDOW = 4
PARTS = 5
HELD_S = 5.0
"""How long a playlist that is asked for something to come is held back."""


@dataclass(frozen=True)
class Recording:
    """Segments of one second, each from a key frame on; no init: MPEG-TS. parts: of each segment, for LL-HLS."""

    init: bytes
    segments: tuple[bytes, ...]
    parts: tuple[tuple[bytes, ...], ...] = ()

    @property
    def extension(self) -> str:
        return "mp4" if self.init else "ts"


def recorded(
    folder: Path,
    *output: str,
    size: str = "320x180",
    fmp4: bool = True,
    every_s: float = SEGMENT_S,
) -> Recording:
    """Six seconds of ffmpeg's moving test picture; `output`: how it is encoded."""
    folder.mkdir(parents=True)
    encode = output or ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    kind = "fmp4" if fmp4 else "mpegts"
    extension = "m4s" if fmp4 else "ts"
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi"),
            *("-i", f"testsrc2=size={size}:rate=10", "-t", "6", *encode),
            *("-g", "10", "-keyint_min", "10", "-sc_threshold", "0"),
            *("-f", "hls", "-hls_time", str(every_s), "-hls_list_size", "0"),
            *(("-hls_flags", "split_by_time") if every_s < SEGMENT_S else ()),
            *("-hls_segment_type", kind, "-hls_segment_filename", f"{folder}/%d.{extension}"),
            f"{folder}/index.m3u8",
        ],
        check=True,
    )
    files = sorted(folder.glob(f"*.{extension}"), key=lambda path: int(path.stem))
    init = (folder / "init.mp4").read_bytes() if fmp4 else b""
    return Recording(init, tuple(path.read_bytes() for path in files))


def recorded_in_parts(folder: Path) -> Recording:
    """The same with five parts in each segment."""
    encode = ("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency")
    small = recorded(folder, *encode, "-pix_fmt", "yuv420p", every_s=1 / PARTS)
    parts = tuple(
        small.segments[start : start + PARTS]
        for start in range(0, len(small.segments) - PARTS + 1, PARTS)
    )
    return Recording(small.init, tuple(b"".join(segment) for segment in parts), parts)


def unchanged(body: bytes) -> bytes:
    return body


def as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True)
class Fault:
    """What is wrong; by default nothing.

    media, init, playlist: what is made of the right bytes or text. recording: another is served in its place.
    shift: of the clock in the playlist; no_clock: it has none. frozen: nothing new comes. answer: raw bytes in
    place of any answer; endless: pieces of it come for ever, one each `every_s`. head: more of a media answer's.
    answers_at_once: also what is asked for something to come.
    """

    media: Callable[[bytes], bytes] = unchanged
    init: Callable[[bytes], bytes] = unchanged
    playlist: Callable[[str], str] = as_it_is
    recording: Recording | None = None
    shift: timedelta = timedelta()
    no_clock: bool = False
    frozen: bool = False
    answer: bytes | None = None
    only_media: bool = False
    endless: bytes = b""
    every_s: float = 0.0
    head: str = ""
    answers_at_once: bool = False


@dataclass
class _Channel:
    recording: Recording
    fault: Fault = field(default_factory=Fault)
    frozen_at: datetime | None = None


class HostileHls:
    """Also hands out the reader sessions. For one event loop."""

    def __init__(self) -> None:
        self._channels: dict[str, _Channel] = {}
        self._began = datetime.now(UTC)
        self._server: asyncio.Server | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self.url = ""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._answering:
            task.cancel()
        await asyncio.gather(*self._answering, return_exceptions=True)

    def add(self, camera: UUID, recording: Recording) -> None:
        self._channels[str(camera)] = _Channel(recording)

    def set(self, camera: UUID, fault: Fault) -> None:
        channel = self._channels[str(camera)]
        channel.fault = fault
        channel.frozen_at = datetime.now(UTC) if fault.frozen else None

    async def open(self, camera_id: UUID) -> ReaderSession:
        url = f"{self.url}/{camera_id}/index.m3u8"
        return ReaderSession(hls_url=url, rtsp_url="", token="t", expires_in_s=60)

    def _ready(self, channel: _Channel) -> tuple[int, int]:
        """The sequence of the newest whole segment, and how many parts of the next are there, in real time."""
        ran_s = ((channel.frozen_at or datetime.now(UTC)) - self._began).total_seconds()
        whole, rest_s = divmod(ran_s, SEGMENT_S)
        return WINDOW + int(whole), int(rest_s / SEGMENT_S * PARTS)

    async def _has(self, channel: _Channel, query: str) -> None:
        """Returns when the part that a blocking reload asks for is there."""
        asked = parse_qs(query)
        if not channel.recording.parts or "_HLS_msn" not in asked or channel.fault.answers_at_once:
            return
        wanted = int(asked["_HLS_msn"][0]), int(asked.get("_HLS_part", ["0"])[0])
        try:
            async with asyncio.timeout(HELD_S):
                while (ready := self._ready(channel)) and (ready[0] + 1, ready[1] - 1) < wanted:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            return

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                address = urlsplit(head.split()[1].decode())
                await self._answer(address.path, address.query, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.transport.abort()

    async def _answer(self, path: str, query: str, writer: asyncio.StreamWriter) -> None:
        _, _, rest = path.partition("/")
        camera, _, name = rest.partition("/")
        channel = self._channels.get(camera)
        if channel is None:
            writer.write(answer("404 Not Found"))
            return
        fault = channel.fault
        is_playlist = name.endswith(".m3u8")
        if fault.only_media and is_playlist:
            fault = replace(fault, answer=None, endless=b"")
        if fault.answer is not None:
            writer.write(fault.answer)
            await writer.drain()
        if fault.endless:
            while True:
                writer.write(fault.endless)
                await writer.drain()
                await asyncio.sleep(fault.every_s)
        if fault.answer is not None:
            return
        if is_playlist:
            await self._has(channel, query)
            body, head = fault.playlist(self._playlist(channel)).encode(), ""
        else:
            body, head = self._media(channel, name), fault.head
        length = f"Content-Length: {len(body)}\r\n"
        writer.write(f"HTTP/1.1 200 OK\r\n{head}{length}\r\n".encode() + body)
        await writer.drain()

    def _playlist(self, channel: _Channel) -> str:
        fault = channel.fault
        recording = fault.recording or channel.recording
        newest, parts = self._ready(channel)
        lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:1"]
        lines.append(f"#EXT-X-MEDIA-SEQUENCE:{newest - WINDOW + 1}")
        if recording.parts:
            lines.append("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6")
            lines.append(f"#EXT-X-PART-INF:PART-TARGET={SEGMENT_S / PARTS}")
        if recording.init:
            # Its name tells the recording, as MediaMTX's tells the session.
            lines.append(f'#EXT-X-MAP:URI="{id(recording)}-init.mp4"')
        for sequence in range(newest - WINDOW + 1, newest + 1):
            lines += self._clock(channel, sequence)
            lines += [f"#EXTINF:{SEGMENT_S},", f"{sequence}.{recording.extension}"]
        if recording.parts and parts:
            lines += self._clock(channel, newest + 1)
            lines += [
                f'#EXT-X-PART:DURATION={SEGMENT_S / PARTS},URI="{newest + 1}.{part}.mp4"'
                + (",INDEPENDENT=YES" if part == 0 else "")
                for part in range(parts)
            ]
        return "\n".join([*lines, ""])

    def _clock(self, channel: _Channel, sequence: int) -> list[str]:
        if channel.fault.no_clock:
            return []
        starts = self._began + timedelta(seconds=(sequence - WINDOW - 1) * SEGMENT_S)
        return [f"#EXT-X-PROGRAM-DATE-TIME:{(starts + channel.fault.shift).isoformat()}"]

    def _media(self, channel: _Channel, name: str) -> bytes:
        recording = channel.fault.recording or channel.recording
        if name.endswith("init.mp4"):
            return channel.fault.init(recording.init)
        numbers = name.split(".")[:-1]
        place = int(numbers[0]) % len(recording.segments)
        if len(numbers) == 1:
            return channel.fault.media(recording.segments[place])
        return channel.fault.media(recording.parts[place][int(numbers[1])])


def answer(status: str, *head: str, body: bytes = b"") -> bytes:
    """A whole HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *head, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def packed(body: bytes) -> bytes:
    """An answer that is small and unpacks to much."""
    return answer("200 OK", "Content-Encoding: gzip", body=gzip.compress(body, 9))


def flipped(seed: int, share: float) -> Callable[[bytes], bytes]:
    """Sets that share of the bytes, at least one, to others, anew each time in the same order."""
    dice = random.Random(seed)

    def flip(body: bytes) -> bytes:
        changed = bytearray(body)
        for _ in range(max(1, int(len(changed) * share))):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)

    return flip


def cut(share: float) -> Callable[[bytes], bytes]:
    return lambda body: body[: int(len(body) * share)]
