"""A file as an HTTP answer, whole or the one range that was asked for (RFC 9110, 14)."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Callable
from io import RawIOBase
from pathlib import Path

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def wanted_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First and last byte; None: all of it (also for several ranges, or a header that is none).

    Raises ValueError for a range that the file does not have.
    """
    found = _RANGE.fullmatch((header or "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise ValueError(header)
        return max(0, size - int(last)), size - 1
    if int(first) >= size or (last and int(last) < int(first)):
        raise ValueError(header)
    return int(first), min(int(last), size - 1) if last else size - 1


def _plainly(path: Path) -> RawIOBase:
    return path.open("rb", buffering=0)


def ranged_file(
    path: Path,
    range_header: str | None,
    content_type: str,
    *,
    opener: Callable[[Path], RawIOBase] = _plainly,
) -> HttpResponseBase:
    """opener: gives the content that is meant. Raises what it raises, and FileNotFoundError."""
    with opener(path) as file:
        size = file.seek(0, os.SEEK_END)
    try:
        wanted = wanted_range(range_header, size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(last - first + 1),
        "Cache-Control": "private",
        "Vary": "Authorization",
    }
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return StreamingHttpResponse(
        _chunks(path, opener, first, last - first + 1),
        status=206 if wanted else 200,
        content_type=content_type,
        headers=headers,
    )


async def _chunks(
    path: Path, opener: Callable[[Path], RawIOBase], start: int, length: int
) -> AsyncIterator[bytes]:
    # Asynchronous, because Django would read a whole synchronous iterator into memory first.
    file = await asyncio.to_thread(opener, path)
    try:
        await asyncio.to_thread(file.seek, start)
        while length > 0:
            chunk = await asyncio.to_thread(file.read, min(CHUNK, length))
            if not chunk:
                return
            length -= len(chunk)
            yield chunk
    finally:
        file.close()
