"""One ffmpeg that makes H.264 of a path of MediaMTX.

It reads and writes RTSP over two connections to a port of loopback that is open for it alone: the first is relayed
to MediaMTX with the right to read put into its requests, the second is taken here. So no secret is in its
arguments, which everybody on the machine may read, and nobody else can put pictures in the place of the camera's.
"""

import asyncio
import os
import signal
from contextlib import suppress
from urllib.parse import urlsplit

from mosaic_platform.logs import get_logger
from mosaic_streaming.domain.paths import TRANSCODED
from mosaic_streaming.domain.transcoding import Encoder, Limits, encoding_options, hardware_options
from mosaic_streaming.infrastructure import rtsp_wire
from mosaic_streaming.infrastructure.ffmpeg_encoders import ffmpeg_environment, render_device
from mosaic_streaming.infrastructure.loopback_peers import is_own_process
from mosaic_streaming.infrastructure.rtsp_wire import Media, Message

LOOPBACK = "127.0.0.1"
CHUNK = 64 * 1024
KEPT_WORDS = 600
FED_BYTES = 20_000
"""Who got so much of the camera's stream and then ends has another trouble than the camera."""

_log = get_logger(__name__)


class FfmpegTranscoding:
    """Runs from `start` to `close`; whoever starts it closes it.

    source: RTSP URL of the path in MediaMTX, without credentials. authorization: header that lets it be read.
    """

    def __init__(
        self, program: str, source: str, authorization: str, encoder: Encoder, limits: Limits
    ) -> None:
        self._program = program
        self._source = urlsplit(source)
        self._authorization = authorization
        self.encoder = encoder
        self._limits = limits
        self._server: asyncio.Server | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._taken: set[str] = set()
        self._playing = False
        self._source_open = False
        self._legs: set[asyncio.Task[None]] = set()
        self.description: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self.tracks: dict[str, int] = {}
        """By the control name that the description gives it, the first channel of each track."""
        self.media: asyncio.Future[asyncio.StreamReader] = (
            asyncio.get_running_loop().create_future()
        )
        self._recording = asyncio.Event()

    async def start(self) -> None:
        """Raises OSError."""
        self._server = await asyncio.start_server(self._accept, LOOPBACK, 0)
        port = self._server.sockets[0].getsockname()[1]
        path = self._source.path.strip("/")
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            *("-nostdin", "-hide_banner", "-v", "error"),
            *hardware_options(self.encoder, render_device()),
            *("-rtsp_transport", "tcp", "-timeout", "10000000"),
            *("-analyzeduration", "1000000", "-probesize", "1000000"),
            *("-i", f"rtsp://{LOOPBACK}:{port}/{path}"),
            *("-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn"),
            *encoding_options(self.encoder, self._limits),
            *("-c:a", "libopus", "-b:a", "64k", "-ac", "2"),
            *("-f", "rtsp", "-rtsp_transport", "tcp"),
            f"rtsp://{LOOPBACK}:{port}/{path}{TRANSCODED}",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
            env=ffmpeg_environment(),
        )

    async def ended(self) -> bool:
        """Waits for ffmpeg to end; tells whether the encoder is to blame.

        It is where the source was open and went on, and where ffmpeg did not even come to ask for it.
        """
        assert self._process is not None  # noqa: S101 - it was started
        assert self._process.stderr is not None  # noqa: S101 - a pipe was asked for
        words = b""
        while part := await self._process.stderr.read(CHUNK):
            words = (words + part)[-KEPT_WORDS:]
        status = await self._process.wait()
        blamed = self._source_open or "read" not in self._taken
        _log.warning(
            "transcoder_ended",
            status=status,
            encoder=self.encoder,
            blamed=blamed,
            said=words.decode(errors="replace").strip(),
        )
        return blamed

    def record(self) -> None:
        """Lets ffmpeg send what it makes; before that nothing of it is lost."""
        self._recording.set()

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.communicate()  # to the end of its words, so that its pipe is closed
        for leg in self._legs:
            leg.cancel()
        await asyncio.gather(*self._legs, return_exceptions=True)
        self.description.cancel()
        self.media.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        leg = asyncio.current_task()
        assert leg is not None  # noqa: S101 - asyncio calls this in a task
        self._legs.add(leg)
        try:
            if not is_own_process(writer.get_extra_info("peername")):
                _log.error("transcoder_port_refused")
                return
            first = await rtsp_wire.read(reader)
            if not isinstance(first, Message):
                return
            kind = "write" if rtsp_wire.path_of(first.url).endswith(TRANSCODED) else "read"
            if kind in self._taken:
                return
            self._taken.add(kind)
            await (self._take if kind == "write" else self._relay)(first, reader, writer)
        except (OSError, rtsp_wire.WireError) as error:
            _log.debug("transcoder_connection_broke", error=repr(error))
        except asyncio.CancelledError:
            return
        finally:
            writer.close()
            self._legs.discard(leg)

    async def _relay(
        self, first: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Between ffmpeg and MediaMTX, each request with the right to read until the stream plays."""
        host, port = self._source.hostname or LOOPBACK, self._source.port or 554
        upstream, up = await asyncio.open_connection(host, port)
        back = asyncio.create_task(self._copy_back(upstream, writer))
        try:
            request: Message | Media | None = first
            while request is not None:
                if isinstance(request, Message):
                    headers = request.headers | {"authorization": self._authorization}
                    up.write(Message(request.start, headers, request.body).encoded())
                    await up.drain()
                    if request.method == "PLAY":
                        self._playing = True
                        break
                request = await rtsp_wire.read(reader)
            while part := await reader.read(CHUNK):
                up.write(part)
                await up.drain()
        finally:
            back.cancel()
            up.close()
            await asyncio.gather(back, return_exceptions=True)

    async def _copy_back(
        self, upstream: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        fed = 0
        while part := await _next_of(upstream):
            fed += len(part) if self._playing else 0
            self._source_open = fed > FED_BYTES
            writer.write(part)
            await writer.drain()
        self._source_open = False
        writer.close()

    async def _take(
        self, first: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answers ffmpeg, as a server that it publishes to, up to RECORD; what follows is for `media`."""
        request: Message | Media | None = first
        while isinstance(request, Message):
            told: dict[str, str] = {"session": "1"}
            if request.method == "ANNOUNCE" and not self.description.done():
                self.description.set_result(request.body)
            elif request.method == "SETUP":
                channel = rtsp_wire.channel_of(request)
                self.tracks[rtsp_wire.path_of(request.url).rpartition("/")[2]] = channel
                told["transport"] = request.headers["transport"]
            elif request.method == "RECORD":
                self.media.set_result(reader)
                await self._recording.wait()
            elif request.method == "OPTIONS":
                told["public"] = "ANNOUNCE, SETUP, RECORD, TEARDOWN"
            writer.write(rtsp_wire.answer(request, headers=told))
            await writer.drain()
            if request.method == "RECORD":
                await asyncio.get_running_loop().create_future()  # the connection is another's now
            request = await rtsp_wire.read(reader)


async def _next_of(upstream: asyncio.StreamReader) -> bytes:
    """Nothing at the end, however that came."""
    try:
        return await upstream.read(CHUNK)
    except ConnectionError:
        return b""
