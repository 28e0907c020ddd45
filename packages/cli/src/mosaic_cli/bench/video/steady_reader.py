"""Reads a stream by LL-HLS for a while, as a player does, and tells where a picture would have stood still.

One connection: the playlist by blocking reload, then the parts that are new in it. Nothing is decoded. httpx would
take more processor time for 200 of these than the server that they measure.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

WITHIN_S = 30.0
_PART = re.compile(r'#EXT-X-PART:DURATION=([0-9.]+),URI="([^"]+)"')
_VARIANT = re.compile(r"^[^#\s].*$", re.MULTILINE)
_SEQUENCE = re.compile(r"#EXT-X-MEDIA-SEQUENCE:(\d+)")
_SKIPPED = re.compile(r"SKIPPED-SEGMENTS=(\d+)")
_HOLD_BACK = re.compile(r"PART-HOLD-BACK=([0-9.]+)")


class ReadError(RuntimeError):
    """The server refused, or sent what no player could use."""


@dataclass
class Watched:
    """What one viewer had. stalls_s: how long each standstill was."""

    parts: int = 0
    media_s: float = 0.0
    bytes: int = 0
    stalls_s: list[float] = field(default_factory=list)


@dataclass
class _Buffer:
    """Plays once it holds hold_back_s of media; a part that comes after its turn stops the picture until then."""

    hold_back_s: float
    received_s: float = 0.0
    playing_since: float | None = None

    def add(self, duration_s: float, now: float) -> float:
        """How long the picture stood still for want of this part."""
        late_s = 0.0
        if self.playing_since is not None:
            late_s = max(0.0, now - self.playing_since - self.received_s)
            self.playing_since += late_s
        self.received_s += duration_s
        if self.playing_since is None and self.received_s >= self.hold_back_s:
            self.playing_since = now
        return late_s


class _Connection:
    """HTTP/1.1 with keep-alive."""

    def __init__(
        self, host: str, token: str, streams: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    ) -> None:
        self._head = f"Host: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        self._reader, self._writer = streams

    @classmethod
    async def open(cls, url: str, token: str) -> "_Connection":
        parts = urlsplit(url)
        streams = await asyncio.open_connection(parts.hostname, parts.port)
        return cls(parts.netloc, token, streams)

    def close(self) -> None:
        self._writer.close()

    async def get(self, url: str) -> bytes:
        """The whole body. Raises ReadError for any status but 200."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self._writer.write(f"GET {target} HTTP/1.1\r\n".encode() + self._head)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        body = await self._body(head)
        status = head.split(b" ", 2)[1]
        if status != b"200":
            raise ReadError(f"{status.decode()} for {parts.path}: {body[:200]!r}")
        return body

    async def _body(self, head: bytes) -> bytes:
        if b"\r\ntransfer-encoding: chunked" in head:
            chunks = []
            while size := int(await self._reader.readline(), 16):
                chunks.append((await self._reader.readexactly(size + 2))[:-2])
            await self._reader.readexactly(2)
            return b"".join(chunks)
        found = re.search(rb"\r\ncontent-length: (\d+)", head)
        return await self._reader.readexactly(int(found[1])) if found else b""


async def watch(hls_url: str, token: str, until: float) -> Watched:
    """Until that instant of the event loop's clock. Raises ReadError, OSError or TimeoutError."""
    async with asyncio.timeout(WITHIN_S):
        connection = await _Connection.open(hls_url, token)
    try:
        return await _watch(connection, hls_url, until)
    except (asyncio.IncompleteReadError, ValueError) as error:
        raise ReadError(f"no answer to be read: {error!r}") from error
    finally:
        connection.close()


async def _watch(connection: _Connection, hls_url: str, until: float) -> Watched:
    watched = Watched()
    variant = _VARIANT.search((await connection.get(hls_url)).decode())
    if variant is None:
        raise ReadError(f"no variant in {hls_url}")
    address = urljoin(hls_url, variant.group())
    playlist = (await connection.get(address)).decode()
    buffer = _Buffer(float(_need(_HOLD_BACK, playlist)))
    newest = _PART.findall(playlist)[-1:]
    while asyncio.get_running_loop().time() < until:
        for duration, name in newest:
            async with asyncio.timeout(WITHIN_S):
                content = await connection.get(urljoin(address, name))
            late_s = buffer.add(float(duration), time.monotonic())
            watched.stalls_s += [late_s] if late_s > 0 else []
            watched.parts += 1
            watched.media_s += float(duration)
            watched.bytes += len(content)
        last = newest[-1][1] if newest else ""
        sequence, part = _next(playlist)
        async with asyncio.timeout(WITHIN_S):
            playlist = (
                await connection.get(
                    f"{address}&_HLS_msn={sequence}&_HLS_part={part}&_HLS_skip=YES"
                )
            ).decode()
        known = _PART.findall(playlist)
        names = [name for _, name in known]
        newest = known[names.index(last) + 1 :] if last in names else known[-1:]
    return watched


def _next(playlist: str) -> tuple[int, int]:
    """Media sequence number and part of what comes next."""
    skipped = _SKIPPED.search(playlist)
    whole = playlist.count("#EXTINF:") + (int(skipped[1]) if skipped else 0)
    parts = _PART.findall(playlist.rpartition("#EXTINF:")[2])
    return int(_need(_SEQUENCE, playlist)) + whole, len(parts)


def _need(what: re.Pattern[str], playlist: str) -> str:
    found = what.search(playlist)
    if found is None:
        raise ReadError(f"no {what.pattern} in the playlist")
    return found[1]
