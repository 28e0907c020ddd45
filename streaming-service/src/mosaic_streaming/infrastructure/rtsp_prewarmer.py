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


class RtspPrewarmer:
    """Best effort: a failure is the viewer's to meet, with a better word for it."""

    def __init__(self, rtsp_url: str, tokens: StreamTokens) -> None:
        parts = urlsplit(rtsp_url)
        self._host = parts.hostname or "127.0.0.1"
        self._port = parts.port or 554
        self._tokens = tokens
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, path: str) -> None:
        """Returns at once; one try at a time per path."""
        if path in self._running or len(self._running) >= MOST_AT_ONCE:
            return
        task = asyncio.create_task(self._touch(path))
        self._running[path] = task
        task.add_done_callback(lambda _: self._running.pop(path, None))

    async def close(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _touch(self, path: str) -> None:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout(TIMEOUT_S):
                reader, writer = await asyncio.open_connection(self._host, self._port)
                try:
                    writer.write(self._describe(path))
                    await writer.drain()
                    status = (await reader.readline()).split(b" ")
                    _log.debug("path_prewarmed", path=path, status=status[1:2])
                finally:
                    writer.close()

    def _describe(self, path: str) -> bytes:
        token, _ = self._tokens.token([("read", path)], service_name("streaming"))
        credentials = base64.b64encode(f"mosaic:{token}".encode()).decode()
        return (
            f"DESCRIBE rtsp://{self._host}:{self._port}/{path} RTSP/1.0\r\n"
            "CSeq: 1\r\n"
            "Accept: application/sdp\r\n"
            f"Authorization: Basic {credentials}\r\n\r\n"
        ).encode()
