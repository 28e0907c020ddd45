"""A file or a webcam that a child process plays, as a FrameSource; what crashes or hangs is begun anew."""

import asyncio
import multiprocessing
import random
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

import numpy as np
from prometheus_client import Counter

from mosaic_ai.domain.errors import SourceError
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.video_sources import VideoSource
from mosaic_ai.infrastructure.decoding_protocol import SLAB_BYTES
from mosaic_ai.infrastructure.video_protocol import TAKEN, Ended, Failed, Shown
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_restarts = Counter("mosaic_ai_source_restarts_total", "Children of files and webcams begun anew")

BACKOFF_S = (0.5, 15.0)
START_TIMEOUT_S = 30.0
HUNG_AFTER_S = 10.0


class ChildVideoSource:
    """`frames` ends only with a file that is not looped; errors end in a new child after a jittered pause.

    troubled: told why, each time. hung_after_s: how long no picture may come that is due.
    """

    def __init__(
        self,
        source: VideoSource,
        troubled: Callable[[str], None] = lambda _: None,
        *,
        hung_after_s: float = HUNG_AFTER_S,
        backoff_s: tuple[float, float] = BACKOFF_S,
    ) -> None:
        self._source = source
        self._troubled = troubled
        self._patience_s = max(hung_after_s, 3 / source.fps)
        self._backoff_s = backoff_s
        self.eager = False
        self.pid: int | None = None

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """Close it (`contextlib.aclosing`): its child lives as long."""
        pause_s = self._backoff_s[0]
        while True:
            child = _Child(self._source)
            try:
                await child.start()
                self.pid = child.pid
                patience_s = START_TIMEOUT_S
                while True:
                    frame = await child.next(patience_s)
                    if frame is None:
                        return
                    patience_s, pause_s = self._patience_s, self._backoff_s[0]
                    yield frame
            except SourceError as error:
                _restarts.inc()
                _log.warning(
                    "source_interrupted",
                    source=self._source.name,
                    reason=error.code,
                    error=error.detail,
                )
                self._troubled(error.code)
            finally:
                self.pid = None
                child.end()
            await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))  # noqa: S311
            pause_s = min(pause_s * 2, self._backoff_s[1])


class _Child:
    """One process, its pipe and memory, touched by one thread of its own."""

    def __init__(self, source: VideoSource) -> None:
        self._source = source
        self._slab = SharedMemory(create=True, size=SLAB_BYTES)
        context = multiprocessing.get_context("spawn")
        self._pipe, self._theirs = context.Pipe()
        self._process = context.Process(
            target=_serve,
            args=(self._theirs, self._slab.name, source),
            name=f"mosaic-source-{source.name}",
            daemon=True,
        )
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"source-{source.name}")
        self._started = False

    @property
    def pid(self) -> int | None:
        return self._process.pid

    async def start(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._start)

    async def next(self, patience_s: float) -> Frame | None:
        """None at the end. Raises SourceError for a child that fails, dies or says nothing for so long."""
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, self._next, patience_s
        )

    def end(self) -> None:
        """Kills it; the rest is done when whatever waits for it has noticed."""
        if self._process.pid is not None:
            self._process.kill()
        self._thread.submit(self._cleared)
        self._thread.shutdown(wait=False)

    def _start(self) -> None:
        self._process.start()
        self._theirs.close()

    def _next(self, patience_s: float) -> Frame | None:
        try:
            if self._started:
                self._pipe.send_bytes(TAKEN)
            told = self._pipe.recv() if self._pipe.poll(patience_s) else None
        except (EOFError, OSError) as error:
            raise SourceError("the child died", code="crashed") from error
        match told:
            case Shown(width, height, captured_at):
                self._started = True
                view = np.ndarray((height, width, 3), np.uint8, buffer=self._slab.buf)
                at = datetime.fromtimestamp(captured_at, UTC)
                return Frame(self._source.id, at, view.copy())
            case Failed(code, detail):
                raise SourceError(detail, code=code)
            case Ended():
                return None
        raise SourceError("no picture came", code="hung")

    def _cleared(self) -> None:
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()
        self._theirs.close()
        self._pipe.close()
        self._slab.close()
        self._slab.unlink()


def _serve(pipe: Connection, slab_name: str, source: VideoSource) -> None:
    """Runs in the child, where alone PyAV is imported."""
    from mosaic_ai.infrastructure.video_child import serve

    serve(pipe, slab_name, source)
