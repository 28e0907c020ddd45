"""One connection by which MediaMTX fetches a transcoded path, from its DESCRIBE on."""

import asyncio
from typing import Any

from mosaic_streaming.infrastructure import rtsp_wire
from mosaic_streaming.infrastructure.ffmpeg_transcoding import FfmpegTranscoding
from mosaic_streaming.infrastructure.rtsp_wire import Media, Message

DESCRIBED_WITHIN_S = 9.0
"""MediaMTX waits for ten seconds."""


class TranscoderPull:
    """over: something was answered, or nobody waits any more: no other ffmpeg can take the place of this one."""

    def __init__(
        self, describe: Message, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._describe = describe
        self._reader = reader
        self._writer = writer
        self._channels: dict[str, int] = {}
        self._next: asyncio.Task[Message | Media | None] | None = None
        self.over = False

    async def run(self, transcoding: FfmpegTranscoding) -> bool:
        """Serves what ffmpeg makes until either ends; tells whether its encoder is to blame for the end."""
        tasks: list[asyncio.Task[bool]] = []
        try:
            await transcoding.start()
            tasks = [
                asyncio.create_task(self._serve(transcoding)),
                asyncio.create_task(transcoding.ended()),
            ]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return tasks[1].done() and tasks[1].result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await transcoding.close()

    async def _serve(self, transcoding: FfmpegTranscoding) -> bool:
        description = await self._described(transcoding)
        self.over = True
        if description is None:
            return False
        base = self._describe.url.rstrip("/") + "/"
        told = {"content-type": "application/sdp", "content-base": base}
        self._writer.write(rtsp_wire.answer(self._describe, headers=told, body=description))
        forwarding: asyncio.Task[None] | None = None
        try:
            while (request := await self._request()) is not None:
                if isinstance(request, Media):
                    continue  # how it is received, which ffmpeg does not ask
                more = {"session": "1"}
                if request.method == "SETUP":
                    control = rtsp_wire.path_of(request.url).rpartition("/")[2]
                    self._channels[control] = rtsp_wire.channel_of(request)
                    more["transport"] = request.headers["transport"]
                media = await transcoding.media if request.method == "PLAY" else None
                self._writer.write(rtsp_wire.answer(request, headers=more))
                if media is not None and forwarding is None:
                    forwarding = asyncio.create_task(self._forward(media, transcoding.tracks))
                    transcoding.record()
                if request.method == "TEARDOWN":
                    break
            return False
        finally:
            if forwarding is not None:
                forwarding.cancel()
                await asyncio.gather(forwarding, return_exceptions=True)

    async def _described(self, transcoding: FfmpegTranscoding) -> bytes | None:
        """None when it takes too long, or MediaMTX hangs up meanwhile."""
        self._next = self._next or asyncio.create_task(rtsp_wire.read(self._reader))
        waited_for: set[asyncio.Future[Any]] = {transcoding.description, self._next}
        await asyncio.wait(
            waited_for,
            timeout=DESCRIBED_WITHIN_S,
            return_when=asyncio.FIRST_COMPLETED,
        )
        return transcoding.description.result() if transcoding.description.done() else None

    async def _request(self) -> Message | Media | None:
        waiting, self._next = self._next, None
        await self._writer.drain()
        return await (waiting or rtsp_wire.read(self._reader))

    async def _forward(self, media: asyncio.StreamReader, tracks: dict[str, int]) -> None:
        """Each packet on the channel that MediaMTX wants the track on."""
        moved = {
            channel + extra: self._channels[control] + extra
            for control, channel in tracks.items()
            if control in self._channels
            for extra in (0, 1)
        }
        while isinstance(packet := await rtsp_wire.read(media), Media):
            if packet.channel in moved:
                self._writer.write(packet.encoded(moved[packet.channel]))
                await self._writer.drain()
