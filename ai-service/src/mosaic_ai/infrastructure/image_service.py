"""Single pictures, looked at in a thread of their own so that sampling goes on."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from mosaic_ai.application.predict_image import ImagePrediction, ImagePredictor
from mosaic_ai.domain.engine_choice import ChosenEngines
from mosaic_ai.domain.errors import DecodingError
from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.ports import FrameDecoder, VideoChunk
from mosaic_ai.infrastructure.images import open_image, to_jpeg
from mosaic_ai.infrastructure.newest_jpegs import NewestJpegs
from mosaic_contracts.errors import UnavailableError

MAX_WAITING = 8
MAX_ADMITTED = 16
"""Pictures that are being sent, waited for or looked at; each may take as many bytes as a picture may have."""
SNAPSHOT_WIDTH = 1920

T = TypeVar("T")


class ThreadedImages:
    """One picture at a time; beyond `MAX_WAITING` callers are turned away."""

    def __init__(self, decoder: FrameDecoder) -> None:
        self._decoder = decoder
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="images")
        self._admitted = 0
        self._waiting = 0
        self._newest = NewestJpegs(self._jpeg_of)

    @contextmanager
    def place(self) -> Iterator[None]:
        if self._admitted >= MAX_ADMITTED:
            raise UnavailableError("too many pictures are being sent")
        self._admitted += 1
        try:
            yield
        finally:
            self._admitted -= 1

    async def predict(
        self, picture: bytes | Frame, engines: ChosenEngines
    ) -> tuple[Pixels, ImagePrediction]:
        return await self._queued(partial(_predict, picture, engines))

    async def looked_at(self, content: bytes, look: Callable[[Pixels], T]) -> T:
        return await self._queued(lambda: look(open_image(content)))

    async def _queued(self, work: Callable[[], T]) -> T:
        if self._waiting >= MAX_WAITING:
            raise UnavailableError("too many pictures are waiting")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1

    async def latest_jpeg(self, chunk: VideoChunk) -> bytes:
        return await self._newest.of(chunk)

    async def poster(self, small: Frame) -> bytes:
        return await asyncio.to_thread(to_jpeg, small.pixels, small.width)

    async def _jpeg_of(self, chunk: VideoChunk) -> bytes:
        frame = await self._decoder.decode(chunk)
        if frame is None:
            raise DecodingError("the newest picture cannot be decoded")
        return await asyncio.to_thread(to_jpeg, frame.pixels, SNAPSHOT_WIDTH)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def _predict(picture: bytes | Frame, engines: ChosenEngines) -> tuple[Pixels, ImagePrediction]:
    pixels = picture.pixels if isinstance(picture, Frame) else open_image(picture)
    return pixels, ImagePredictor(*engines).predict(pixels)
