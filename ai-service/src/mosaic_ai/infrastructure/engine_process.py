"""One child process with engines, as its parent sees it."""

import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.shared_memory import SharedMemory

import numpy as np
import psutil

from mosaic_ai.domain.engines import EngineSelection
from mosaic_ai.domain.errors import EngineLostError, ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.engine_protocol import MAX_BYTES, Done, Ready, Refused, Task
from mosaic_ai.infrastructure.process_names import ENGINES
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

START_WITHIN_S = 60.0
ANSWER_WITHIN_S = 15.0
"""A picture takes tens of milliseconds; a machine that stands still for seconds is no hang."""
MEMORY_LOOKED_AT_EVERY = 64
MAX_MEMORY_BYTES = 900 * 1024 * 1024
"""A leak's end: three times what the engines take."""


class EngineProcess:
    """Not thread-safe: whoever took it out of the pool asks it."""

    def __init__(
        self, selection: EngineSelection, *, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        """Starts it; `wait_ready` tells whether its models are usable."""
        self._answer_within_s = answer_within_s
        self._slab = SharedMemory(create=True, size=MAX_BYTES)
        self._answered = 0
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_serve,
            args=(theirs, self._slab.name, selection),
            name=ENGINES,
            daemon=True,
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def wait_ready(self) -> Ready:
        """Raises ModelError, EngineLostError."""
        told = self._told(START_WITHIN_S)
        if isinstance(told, Refused):
            raise ModelError(told.detail, code=told.code)
        if not isinstance(told, Ready):
            raise EngineLostError("the engines did not start")
        return told

    def ask(self, task: Task, pixels: Pixels) -> object:
        """Raises EngineLostError where the process is of no further use, RuntimeError for errors in it."""
        target = np.ndarray(pixels.shape, np.uint8, self._slab.buf)
        np.copyto(target, pixels)
        try:
            self._pipe.send(task)
        except OSError as error:
            raise EngineLostError("the engines ended") from error
        done = self._told(self._answer_within_s)
        if not isinstance(done, Done):
            raise EngineLostError("the engines ended or hang")
        self._answered += 1
        if done.error:
            raise RuntimeError(done.error)
        return done.result

    @property
    def outgrown(self) -> bool:
        """Whether it takes more memory than any picture explains; looked at from time to time."""
        if self._answered % MEMORY_LOOKED_AT_EVERY:
            return False
        try:
            return psutil.Process(self.pid).memory_info().rss > MAX_MEMORY_BYTES
        except psutil.Error:
            return True

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._slab.close()
        self._slab.unlink()

    def _told(self, within_s: float) -> object:
        """None where nothing came in that time or the process ended."""
        try:
            return self._pipe.recv() if self._pipe.poll(within_s) else None
        except (EOFError, OSError):
            return None


def _serve(pipe: Connection, slab_name: str, selection: EngineSelection) -> None:
    """Runs in the child, where alone the models are opened."""
    from mosaic_ai.infrastructure.engine_child import serve

    serve(pipe, slab_name, selection)
