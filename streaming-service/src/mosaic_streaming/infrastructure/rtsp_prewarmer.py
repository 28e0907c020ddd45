"""Opens a path in MediaMTX before the reader asks: one RTSP DESCRIBE, nothing read.

MediaMTX connects to the camera at once and keeps it for ten seconds without readers, so the browser finds an
open path after its round trips for the page, the session and WebRTC.
"""

import asyncio
import base64
from contextlib import suppress
from urllib.parse import urlsplit

from mosaic_platform.logs import get_logger
from mosaic_streaming.application.sessions import StreamTokens
from mosaic_streaming.domain.readers import service_name

TIMEOUT_S = 12.0
MOST_AT_ONCE = 64

_log = get_logger(__name__)


def basic_authorization(token: str) -> str:
    """The header by which RTSP carries a stream token."""
    return "Basic " + base64.b64encode(f"mosaic:{token}".encode()).decode()


class RtspPrewarmer:
    """Best effort: a failure is the viewer's to meet, with a better word for it."""

    def __init__(self, tokens: StreamTokens) -> None:
        self._tokens = tokens
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, rtsp_url: str) -> None:
        """Returns at once; one try at a time per path."""
        if rtsp_url in self._running or len(self._running) >= MOST_AT_ONCE:
            return
        task = asyncio.create_task(self._touch(rtsp_url))
        self._running[rtsp_url] = task
        task.add_done_callback(lambda _: self._running.pop(rtsp_url, None))

    async def close(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _touch(self, rtsp_url: str) -> None:
        parts = urlsplit(rtsp_url)
        host, port, path = parts.hostname or "127.0.0.1", parts.port or 554, parts.path[1:]
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(TIMEOUT_S):
                reader, writer = await asyncio.open_connection(host, port)
                try:
                    writer.write(self._describe(rtsp_url, path))
                    await writer.drain()
                    status = (await reader.readline()).split(b" ")
                    _log.debug("path_prewarmed", path=path, status=status[1:2])
                finally:
                    writer.close()

    def _describe(self, rtsp_url: str, path: str) -> bytes:
        token, _ = self._tokens.token([path], service_name("streaming"))
        return (
            f"DESCRIBE {rtsp_url} RTSP/1.0\r\n"
            "CSeq: 1\r\n"
            "Accept: application/sdp\r\n"
            f"Authorization: {basic_authorization(token)}\r\n\r\n"
        ).encode()
