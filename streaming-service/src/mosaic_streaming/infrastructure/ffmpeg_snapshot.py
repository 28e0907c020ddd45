"""One picture of a source by ffmpeg, in a child process, within bounds."""

import asyncio
import os

from mosaic_streaming.infrastructure.child_process import end

WIDEST = 1280
MOST_BYTES = 1 << 20
# 8K; what claims to be larger is refused before memory is taken for it.
MOST_PIXELS = 7680 * 4320
_JPEG = b"\xff\xd8"


async def snapshot(
    program: str, source: list[str], source_url: str, *, deadline_s: float
) -> bytes | None:
    """The first key frame as JPEG, at most WIDEST pixels wide; None where there is none in time.

    program: ffmpeg's absolute path. source: options of the input. Nothing that ffmpeg says is kept: it repeats the
    address with its password.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *("-nostdin", "-hide_banner", "-v", "quiet"),
            *("-max_pixels", str(MOST_PIXELS), "-threads", "1", "-skip_frame", "nokey"),
            *source,
            *("-i", source_url),
            *("-an", "-sn", "-dn", "-frames:v", "1", "-threads", "1"),
            *("-vf", f"scale=w='min({WIDEST},iw)':h=-2"),
            *("-q:v", "5", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(deadline_s):
            picture = await _read(process)
    except TimeoutError:
        return None
    finally:
        await end(process)
    return picture if picture.startswith(_JPEG) and len(picture) <= MOST_BYTES else None


async def _read(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    picture = bytearray()
    while len(picture) <= MOST_BYTES and (part := await process.stdout.read(1 << 16)):
        picture += part
    return bytes(picture)
