"""Watches a file or a webcam while somebody listens: one run for all listeners, ended a while after the last."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Executor
from contextlib import aclosing, contextmanager
from datetime import datetime
from functools import partial
from typing import NamedTuple, Protocol

from mosaic_ai.application.kept_running import kept_running
from mosaic_ai.application.look_at_frame import FramePipeline, Look
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

BUFFERED = 8
LINGERS_S = 10.0


class SourceTrouble(NamedTuple):
    """The source gives no picture now, for that reason; it is tried again."""

    reason: str


class SourceEnded(NamedTuple):
    """A file that is not looped is over."""


SourceNews = Look | SourceTrouble | SourceEnded


class WatchedFrames(Protocol):
    """A FrameSource that must be closed."""

    def frames(self) -> AsyncGenerator[Frame, None]: ...


OpenSource = Callable[[VideoSource, Callable[[str], None]], WatchedFrames]


class SourceState(NamedTuple):
    """How a source stands. state: idle, connecting, online, error, ended."""

    state: str
    reason: str | None
    listeners: int
    last_frame_at: datetime | None


class WatchedSource:
    """One source. For one event loop."""

    def __init__(
        self,
        source: VideoSource,
        open_source: OpenSource,
        make_pipeline: Callable[[VideoSource], FramePipeline],
        executor: Executor,
        *,
        lingers_s: float = LINGERS_S,
    ) -> None:
        self.source = source
        self._open = open_source
        self._make_pipeline = make_pipeline
        self._executor = executor
        self._lingers_s = lingers_s
        self._listeners: set[asyncio.Queue[SourceNews]] = set()
        self._task: asyncio.Task[None] | None = None
        self._leaving: asyncio.TimerHandle | None = None
        self._state = "idle"
        self._reason: str | None = None
        self._last_frame_at: datetime | None = None

    def state(self) -> SourceState:
        return SourceState(self._state, self._reason, len(self._listeners), self._last_frame_at)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[SourceNews]]:
        """What is seen from now on; who does not keep up misses the oldest."""
        queue: asyncio.Queue[SourceNews] = asyncio.Queue(BUFFERED)
        self._listeners.add(queue)
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if self._task is None or self._state == "ended":
            self._begin()
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
            if not self._listeners:
                loop = asyncio.get_running_loop()
                self._leaving = loop.call_later(self._lingers_s, self._stop)

    async def close(self) -> None:
        task = self._task
        self._stop()
        if task is not None:
            await asyncio.gather(task, return_exceptions=True)

    def _begin(self) -> None:
        self._stop()
        self._state = "connecting"
        self._task = asyncio.create_task(
            kept_running(self._watch, "source_broke_off", source=self.source.name)
        )
        _log.info("source_watched", source=self.source.name)

    def _stop(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        if self._task is not None:
            self._task.cancel()
            _log.info("source_left", source=self.source.name)
        self._task = self._leaving = None
        self._state, self._reason = "idle", None

    async def _watch(self) -> None:
        pipeline = self._make_pipeline(self.source)
        loop = asyncio.get_running_loop()
        async with aclosing(self._open(self.source, self._troubled).frames()) as frames:
            async for frame in frames:
                try:
                    look = await loop.run_in_executor(self._executor, partial(pipeline.look, frame))
                except Exception:  # noqa: BLE001 - the edge of one source: the next picture may be fine
                    _log.exception("look_failed", source=self.source.name)
                    continue
                self._state, self._reason = "online", None
                self._last_frame_at = frame.captured_at
                self._tell(look)
        self._state = "ended"
        self._tell(SourceEnded())
        await asyncio.Event().wait()

    def _troubled(self, reason: str) -> None:
        self._state, self._reason = "error", reason
        self._tell(SourceTrouble(reason))

    def _tell(self, news: SourceNews) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(news)


class WatchedSources:
    """All that are configured, by name."""

    def __init__(self, sources: list[WatchedSource]) -> None:
        self._sources = {watched.source.name: watched for watched in sources}

    def __iter__(self) -> Iterator[WatchedSource]:
        return iter(self._sources.values())

    def named(self, name: str) -> WatchedSource | None:
        return self._sources.get(name)

    async def close(self) -> None:
        await asyncio.gather(*(watched.close() for watched in self))
