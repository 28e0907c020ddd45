"""Reads an RTSP stream over TCP for a while and throws it away, so that only the server's work is measured."""

import asyncio
import re
from urllib.parse import urlsplit

ANSWER_S = 30.0


class RtspError(RuntimeError):
    """The server refused, or said what is no RTSP."""


async def read(url: str, until: float) -> int:
    """The bytes that came until that instant of the event loop's clock. Raises RtspError or OSError."""
    parts = urlsplit(url)
    async with asyncio.timeout(ANSWER_S):
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        async with asyncio.timeout(ANSWER_S):
            await _play(reader, writer, url)
        return await _received(reader, until)
    finally:
        writer.close()


async def _play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, url: str) -> None:
    async def ask(request: str, headers: str) -> tuple[str, str]:
        writer.write(f"{request} RTSP/1.0\r\nCSeq: 1\r\n{headers}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if " 200 " not in head.partition("\r\n")[0]:
            raise RtspError(f"{request}: {head[:200]}")
        length = re.search(r"^content-length: *(\d+)", head, re.MULTILINE | re.IGNORECASE)
        return head, (await reader.readexactly(int(length[1]))).decode() if length else ""

    _, description = await ask(f"DESCRIBE {url}", "Accept: application/sdp\r\n")
    control = re.search(r"^a=control:(\S+)", description.partition("m=video")[2], re.MULTILINE)
    if control is None:
        raise RtspError(f"no video in {description!r}")
    track = control[1] if control[1].startswith("rtsp://") else f"{url}/{control[1]}"
    transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
    head, _ = await ask(f"SETUP {track}", transport)
    session = re.search(r"^session: *([^;\s]+)", head, re.MULTILINE | re.IGNORECASE)
    if session is None:
        raise RtspError("no session")
    await ask(f"PLAY {url}", f"Session: {session[1]}\r\n")


async def _received(reader: asyncio.StreamReader, until: float) -> int:
    total = 0
    try:
        async with asyncio.timeout_at(until):
            while chunk := await reader.read(1 << 16):
                total += len(chunk)
    except TimeoutError:
        return total
    raise RtspError(f"the server ended the stream after {total} bytes")
