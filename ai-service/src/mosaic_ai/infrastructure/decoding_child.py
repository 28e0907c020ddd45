"""The decoder's child process: takes compressed video, writes pictures into shared memory.

A native decoder's crash or hang must not take the service with it, so live video meets PyAV here only.
Requests and replies are pickled over a pipe, one at a time; the picture lies in the shared memory until the
next request.
"""

import io
import resource
import signal
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import av
import numpy as np
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from mosaic_ai.infrastructure.decoding_protocol import (
    MAX_CODED_PIXELS,
    MAX_HEIGHT,
    MAX_MEMORY_BYTES,
    MAX_WIDTH,
    SMALL_BYTES,
    SMALL_SIDE,
    Reply,
    Request,
    WholeRequest,
)
from mosaic_ai.infrastructure.process_memory import return_pictures_at_once
from mosaic_ai.infrastructure.process_names import DECODER, name_this_process

KEPT_CAMERAS = 256
KEPT_REFORMATTERS = 16
KEPT_PICTURES = 16
"""Not converted yet: more than are looked at at the same time. One that is gone has to be decoded again."""
_PROBED_UNDECODED: list[Any] = [{"skip_frame": "all"}]
"""Else FFmpeg decodes a picture on opening, to tell what we do not ask: as dear as the decoding itself."""


_OPTIONS = {"max_pixels": str(MAX_CODED_PIXELS)}
STEP_BACK_S = 5.0
"""Where the video's own clock goes back by more, it has begun anew."""


class _NoVideoError(ValueError):
    """There is sound at most."""

    code = "no-video"


@dataclass
class _Gop:
    """A decoder that goes on from chunk to chunk."""

    codec: VideoCodecContext
    chosen_s: float = -1e18


class VideoWorker:
    """Decodes for all cameras of one child."""

    def __init__(self, slab: memoryview | None) -> None:
        self._slab = slab
        self._gops: dict[str, _Gop] = {}
        self._kept: dict[int, VideoFrame] = {}
        self._reformatters: dict[tuple[int, int, str, bool], VideoReformatter] = {}
        self._number = time.monotonic_ns()  # no number of a child that was replaced comes again

    def answer(self, request: Request | WholeRequest) -> Reply:
        if isinstance(request, WholeRequest):
            return self._whole(request.number)
        try:
            return self._key(request) if request.keys_only else self._due(request)
        except (av.FFmpegError, ValueError, IndexError, EOFError, MemoryError) as error:
            self._gops.pop(request.camera, None)
            code = error.code if isinstance(error, _NoVideoError) else ""
            return Reply(error=f"{type(error).__name__}: {error}"[:200], code=code)

    def _key(self, request: Request) -> Reply:
        self._gops.pop(request.camera, None)
        with _container(request) as container:
            stream = _video_of(container)
            stream.codec_context.options = dict(_OPTIONS)
            stream.codec_context.thread_count = 1
            stream.codec_context.skip_frame = "NONKEY"
            for frame in container.decode(stream):
                return self._written(frame, 0.0, request)
        return Reply(error="no key frame")

    def _reformatter(self, frame: VideoFrame, *, small: bool) -> VideoReformatter:
        """Made anew for each picture it would take longer than its work."""
        kind = (frame.width, frame.height, frame.format.name, small)
        if kind not in self._reformatters and len(self._reformatters) >= KEPT_REFORMATTERS:
            self._reformatters.clear()
        return self._reformatters.setdefault(kind, VideoReformatter())

    def _due(self, request: Request) -> Reply:
        """Decodes everything and writes the newest picture that is due, if one is."""
        with _container(request) as container:
            stream = _video_of(container)
            gop = self._gops.get(request.camera)
            if request.restart or gop is None:
                if not request.restart:
                    return Reply(error="restart needed")
                gop = self._opened(request.camera, stream.codec_context)
            began_s: float | None = None
            chosen: VideoFrame | None = None
            for packet in container.demux(stream):
                if packet.pts is None or packet.time_base is None:
                    continue
                at_s = float(packet.pts * packet.time_base)
                began_s = at_s if began_s is None else min(began_s, at_s)
                for frame in gop.codec.decode(packet):
                    if began_s < gop.chosen_s - STEP_BACK_S:
                        gop.chosen_s = -1e18
                    due_s = gop.chosen_s + request.interval_s - 0.02
                    if frame.time is not None and frame.time >= due_s:
                        gop.chosen_s = frame.time
                        chosen = frame
            if chosen is None or began_s is None or chosen.time is None:
                return Reply()
            return self._written(chosen, chosen.time - began_s, request)

    def _opened(self, camera: str, template: VideoCodecContext) -> _Gop:
        codec = VideoCodecContext.create(template.name, "r")
        assert isinstance(codec, VideoCodecContext)  # noqa: S101 - of a video stream
        codec.options = dict(_OPTIONS)
        codec.extradata = template.extradata
        codec.thread_count = 1
        self._gops.pop(camera, None)
        while len(self._gops) >= KEPT_CAMERAS:
            self._gops.pop(next(iter(self._gops)))
        gop = self._gops[camera] = _Gop(codec)
        return gop

    def _written(self, frame: VideoFrame, offset_s: float, request: Request) -> Reply:
        small = _fitted(frame, SMALL_SIDE, SMALL_SIDE)
        reformatter = self._reformatter(frame, small=True)
        self._copy(reformatter.reformat(frame, *small, "bgr24", interpolation="AREA"), 0)
        width, height = _fitted(frame, MAX_WIDTH, MAX_HEIGHT)
        if request.whole:
            self._write_whole(frame)
            return Reply(width=width, height=height, small=small, offset_s=offset_s)
        self._number += 1
        self._kept[self._number] = frame
        while len(self._kept) > KEPT_PICTURES:
            self._kept.pop(next(iter(self._kept)))
        return Reply("", width, height, small, offset_s, self._number)

    def _whole(self, number: int) -> Reply:
        frame = self._kept.pop(number, None)
        if frame is None:
            return Reply(error="gone")
        self._write_whole(frame)
        width, height = _fitted(frame, MAX_WIDTH, MAX_HEIGHT)
        return Reply(width=width, height=height)

    def _write_whole(self, frame: VideoFrame) -> None:
        size = _fitted(frame, MAX_WIDTH, MAX_HEIGHT)
        reformatter = self._reformatter(frame, small=False)
        self._copy(reformatter.reformat(frame, *size, "bgr24"), SMALL_BYTES)

    def _copy(self, frame: VideoFrame, offset: int) -> None:
        picture = frame.to_ndarray()
        np.copyto(np.ndarray(picture.shape, np.uint8, self._slab, offset), picture)


def _fitted(frame: VideoFrame, width: int, height: int) -> tuple[int, int]:
    """Its size, shrunk where it is larger."""
    shrink = min(1.0, width / frame.width, height / frame.height)
    return max(2, round(frame.width * shrink)), max(2, round(frame.height * shrink))


def _video_of(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise _NoVideoError("no video")
    return container.streams.video[0]


def _container(request: Request) -> InputContainer:
    return av.open(
        io.BytesIO(request.init + request.media),
        mode="r",
        stream_options=_PROBED_UNDECODED,
    )


def serve(connection: Connection, slab_name: str) -> None:
    """The child's main function: answers until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    name_this_process(DECODER)
    return_pictures_at_once()
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    av.logging.set_level(None)
    slab = SharedMemory(slab_name)
    worker = VideoWorker(slab.buf)
    try:
        while True:
            connection.send(worker.answer(connection.recv()))
    except (EOFError, OSError):
        return
