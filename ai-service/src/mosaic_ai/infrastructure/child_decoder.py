"""Decodes video in a child process that may crash or hang without harm, as a FrameDecoder."""

import asyncio
import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from prometheus_client import Counter

from mosaic_ai.domain.errors import DecoderLostError, DecodingError
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.ports import VideoChunk
from mosaic_ai.infrastructure.decoding_protocol import (
    SLAB_BYTES,
    SMALL_BYTES,
    Reply,
    Request,
    WholeRequest,
)
from mosaic_ai.infrastructure.process_names import DECODER
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_restarts = Counter("mosaic_ai_decoder_restarts_total", "Decoder children that died or hung")

TIMEOUT_S = 5.0
START_TIMEOUT_S = 20.0
LONGEST_CHUNK_S = 600.0


class ChildDecoder:
    """One child for all cameras; requests are served one after the other.

    Of a key frame alone only a small picture is made, and the whole one when it is asked for: where nothing moves
    nobody does, and its conversion and copies took as long as a third of its decoding.
    A child that dies or does not answer in `timeout_s` is killed and replaced at the next request; the request
    that met it raises DecoderLostError.
    """

    def __init__(self, *, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._slab = SharedMemory(create=True, size=SLAB_BYTES)
        self._context = multiprocessing.get_context("spawn")
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._fresh = True
        self._closed = False
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        """Held from a request until its picture is copied out of the shared memory."""
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="decoder")

    @property
    def pid(self) -> int | None:
        """Of the child, once there is one."""
        return self._process.pid if self._process else None

    async def decode(self, chunk: VideoChunk) -> Frame | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._decode, chunk)

    def close(self) -> None:
        """Ends the child; a request under way fails."""
        self._closed = True
        self._stop()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._slab.close()
        self._slab.unlink()

    def _decode(self, chunk: VideoChunk) -> Frame | None:
        with self._turn:
            reply = self._asked(_request(chunk, whole=not chunk.keys_only))
            if reply.error:
                raise DecodingError(reply.error, code=reply.code or None)
            if not reply.width:
                return None
            if not 0.0 <= reply.offset_s <= LONGEST_CHUNK_S:
                raise DecodingError("the video's clock makes no sense")
            captured_at = chunk.starts_at + timedelta(seconds=reply.offset_s)
            small = self._copied(reply.small, 0)
            size = (reply.width, reply.height)
            if not reply.number:
                return Frame(chunk.camera_id, captured_at, self._copied(size, SMALL_BYTES), small)
        fetch = partial(self._fetched, chunk, reply.number, size)
        return Frame.fetched_later(chunk.camera_id, captured_at, small, size, fetch)

    def _fetched(self, chunk: VideoChunk, number: int, size: tuple[int, int]) -> Pixels:
        """The whole picture: still in the child, or decoded again there."""
        with self._turn:
            try:
                reply = self._asked(WholeRequest(number))
            except DecodingError as error:
                reply = Reply(error=error.detail)
            if reply.error:
                reply = self._asked(_request(chunk, whole=True))
            if reply.error or (reply.width, reply.height) != size:
                raise DecodingError(reply.error or "the picture cannot be made again")
            return self._copied(size, SMALL_BYTES)

    def _copied(self, size: tuple[int, int], offset: int) -> Pixels:
        return np.ndarray((size[1], size[0], 3), np.uint8, self._slab.buf, offset).copy()

    def _asked(self, request: Request | WholeRequest) -> Reply:
        pipe = self._running()
        patience_s = START_TIMEOUT_S if self._fresh else self._timeout_s
        # A child that hangs takes nothing from the pipe either: without its end `send` would wait for ever.
        watchdog = threading.Timer(patience_s, self._kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            pipe.send(request)
            reply = pipe.recv() if pipe.poll(patience_s) else None
        except (EOFError, OSError) as error:
            reply = None
            _log.warning("decoder_died", error=repr(error))
        finally:
            watchdog.cancel()
        if not isinstance(reply, Reply):
            _log.warning("decoder_replaced", camera_id=getattr(request, "camera", None))
            _restarts.inc()
            self._stop()
            raise DecoderLostError
        self._fresh = False
        return reply

    def _running(self) -> Connection:
        with self._lock:
            if self._closed:
                raise DecodingError("the decoder is closed")
            if self._pipe is None:
                self._pipe, theirs = self._context.Pipe()
                self._process = self._context.Process(
                    target=_serve,
                    args=(theirs, self._slab.name),
                    name=DECODER,
                    daemon=True,
                )
                self._process.start()
                theirs.close()
                self._fresh = True
                _log.info("decoder_started", decoder_pid=self._process.pid)
            return self._pipe

    def _kill(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()

    def _stop(self) -> None:
        with self._lock:
            if self._process is not None:
                self._process.kill()
                self._process.join()
            if self._pipe is not None:
                self._pipe.close()
            self._process = self._pipe = None


def _request(chunk: VideoChunk, *, whole: bool) -> Request:
    return Request(
        str(chunk.camera_id),
        chunk.init,
        chunk.media,
        chunk.keys_only,
        chunk.restart,
        chunk.interval_s,
        whole,
    )


def _serve(pipe: Connection, slab_name: str) -> None:
    """Runs in the child, where alone PyAV is imported."""
    from mosaic_ai.infrastructure.decoding_child import serve

    serve(pipe, slab_name)
