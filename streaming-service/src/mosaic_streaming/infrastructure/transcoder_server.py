"""Where MediaMTX fetches transcoded paths: an RTSP server that has each made while it is read.

MediaMTX opens the path with its first reader and closes it after the last, so nothing here counts readers, and
what is made lives as long as MediaMTX's connection.
"""

import asyncio
import base64
import hmac
import secrets
from collections.abc import Callable
from uuid import UUID

from mosaic_contracts.errors import UnavailableError
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.transcodings import Transcodings
from mosaic_streaming.domain.paths import TRANSCODED, camera_of
from mosaic_streaming.domain.transcoding import Encoder
from mosaic_streaming.infrastructure import rtsp_wire
from mosaic_streaming.infrastructure.ffmpeg_transcoding import FfmpegTranscoding
from mosaic_streaming.infrastructure.rtsp_wire import Message
from mosaic_streaming.infrastructure.transcoder_pull import TranscoderPull

USER = "mosaic"
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN"

_log = get_logger(__name__)

Start = Callable[[str, Encoder], FfmpegTranscoding]
"""Of the path with this name, by this encoder."""


class TranscoderServer:
    """may: whether this camera's streams may be transcoded, now."""

    def __init__(
        self, transcodings: Transcodings, start: Start, may: Callable[[UUID], bool]
    ) -> None:
        self._transcodings = transcodings
        self._start = start
        self._may = may
        # Of this process alone: MediaMTX's configuration is written anew when it starts.
        self._password = secrets.token_urlsafe(24)
        self._server: asyncio.Server | None = None
        self._pulls: set[asyncio.Task[None]] = set()

    async def open(self, host: str, port: int, reached_at: str) -> str:
        """The URL, with credentials, before the paths that MediaMTX fetches. port 0: any that is free."""
        self._server = await asyncio.start_server(self._accept, host, port)
        bound = self._server.sockets[0].getsockname()[1]
        place = reached_at.removeprefix("rtsp://").rstrip("/") or f"{host}:{bound}"
        return f"rtsp://{USER}:{self._password}@{place}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for pull in self._pulls:
            pull.cancel()
        await asyncio.gather(*self._pulls, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio calls this in a task
        self._pulls.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, rtsp_wire.WireError) as error:
            _log.debug("transcoder_reader_broke", error=repr(error))
        except asyncio.CancelledError:
            return
        finally:
            writer.close()
            self._pulls.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Up to DESCRIBE of a path that may be transcoded; the rest is a pull's."""
        while isinstance(request := await rtsp_wire.read(reader), Message):
            if request.method == "OPTIONS":
                writer.write(rtsp_wire.answer(request, headers={"public": _METHODS}))
            elif not self._is_ours(request):
                ask = {"www-authenticate": 'Basic realm="mosaic"'}
                writer.write(rtsp_wire.answer(request, "401 Unauthorized", headers=ask))
            elif request.method != "DESCRIBE":
                writer.write(rtsp_wire.answer(request, "455 Method Not Valid in This State"))
            else:
                await self._transcode(request, reader, writer)
                return
            await writer.drain()

    def _is_ours(self, request: Message) -> bool:
        wanted = base64.b64encode(f"{USER}:{self._password}".encode()).decode()
        given = request.headers.get("authorization", "").removeprefix("Basic ")
        return hmac.compare_digest(given.encode(), wanted.encode())

    async def _transcode(
        self, request: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        path = rtsp_wire.path_of(request.url)
        camera_id = camera_of(path)
        if camera_id is None or not path.endswith(TRANSCODED) or not self._may(camera_id):
            writer.write(rtsp_wire.answer(request, "404 Not Found"))
            await writer.drain()
            return
        try:
            with self._transcodings.place(path):
                pull = TranscoderPull(request, reader, writer)
                for encoder in self._transcodings.usable():
                    self._transcodings.begun(encoder)
                    blamed = await pull.run(self._start(path.removesuffix(TRANSCODED), encoder))
                    if blamed:
                        self._transcodings.failed(encoder)
                    if pull.over or not blamed:
                        return
                    _log.warning("transcoding_begun_anew", path=path, after=encoder)
        except UnavailableError as error:
            writer.write(rtsp_wire.answer(request, "503 Service Unavailable"))
            await writer.drain()
            _log.warning("transcoding_refused", path=path, code=error.code)
