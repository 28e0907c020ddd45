"""RTSP 1.0 as it goes over a TCP connection: messages, and media packets between them (RFC 2326, 10.12)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

LONGEST_HEAD = 16 * 1024
LONGEST_BODY = 64 * 1024
_MEDIA = ord("$")


class WireError(Exception):
    """What comes is no RTSP."""


@dataclass(frozen=True)
class Message:
    """A request or an answer. start: its first line. headers: names in lower case."""

    start: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def method(self) -> str:
        return self.start.partition(" ")[0]

    @property
    def url(self) -> str:
        return self.start.split(" ")[1] if self.start.count(" ") >= 2 else ""

    def encoded(self) -> bytes:
        headers = dict(self.headers)
        headers.pop("content-length", None)
        if self.body:
            headers["content-length"] = str(len(self.body))
        lines = [self.start, *(f"{name.title()}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


@dataclass(frozen=True)
class Media:
    """One packet of RTP or RTCP."""

    channel: int
    payload: bytes

    def encoded(self, channel: int) -> bytes:
        return bytes((_MEDIA, channel)) + len(self.payload).to_bytes(2) + self.payload


async def read(stream: asyncio.StreamReader) -> Message | Media | None:
    """The next one; None at the end. Raises WireError."""
    try:
        first = await stream.readexactly(1)
        if first[0] == _MEDIA:
            head = await stream.readexactly(3)
            return Media(head[0], await stream.readexactly(int.from_bytes(head[1:])))
        text = (first + await stream.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
        if len(text) > LONGEST_HEAD:
            raise WireError
        start, *lines = text.strip("\r\n").split("\r\n")
        pairs = [line.partition(":") for line in lines]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= LONGEST_BODY:
            raise WireError
        return Message(start, headers, await stream.readexactly(length) if length else b"")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except (asyncio.LimitOverrunError, ValueError) as error:
        raise WireError from error


def answer(
    request: Message,
    status: str = "200 OK",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
) -> bytes:
    told = {"cseq": request.headers.get("cseq", "0"), **(headers or {})}
    return Message(f"RTSP/1.0 {status}", told, body).encoded()


def path_of(url: str) -> str:
    """The path of an RTSP URL, without slashes around it and without a query."""
    rest = url.partition("://")[2]
    return rest.partition("/")[2].partition("?")[0].strip("/")


def channel_of(request: Message) -> int:
    """The first of the two channels that a SETUP asks for. Raises WireError."""
    for part in request.headers.get("transport", "").split(";"):
        name, _, value = part.partition("=")
        first = value.partition("-")[0]
        if name.strip() == "interleaved" and first.isdigit() and int(first) < 255:
            return int(first)
    raise WireError
