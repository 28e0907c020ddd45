"""Engines in child processes: a crash, a hang or a leak in one ends that one only and loses no picture."""

import queue
import threading
import time

from prometheus_client import Counter

from mosaic_ai.domain.engines import EngineSelection
from mosaic_ai.domain.errors import EngineLostError, ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.infrastructure.engine_process import ANSWER_WITHIN_S, EngineProcess
from mosaic_ai.infrastructure.engine_protocol import Ready, Task
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)
_restarts = Counter(
    "mosaic_ai_engine_restarts_total", "Engine processes that were replaced", ["reason"]
)

WAIT_S = 60.0
"""For a process that is free."""
LOOK_S = 0.2


class EnginePool:
    """Processes with the same models. Thread-safe; every call waits for its answer."""

    def __init__(
        self,
        selection: EngineSelection,
        *,
        processes: int,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        """Raises ModelError for models that cannot be used."""
        self.selection = selection
        self._answer_within_s = answer_within_s
        self._lock = threading.Lock()
        self._closed = False
        self._idle: queue.LifoQueue[EngineProcess | None] = queue.LifoQueue()
        """None stands for a process that has to be started first."""
        opened = [self._process() for _ in range(processes)]
        try:
            first, *_ = [process.wait_ready() for process in opened]
            self.ready: Ready = first
        except (EngineLostError, ModelError) as error:
            for process in opened:
                process.close()
            if isinstance(error, ModelError):
                raise
            raise ModelError(error.detail) from error
        for process in opened:
            self._idle.put(process)

    def call(self, task: Task, pixels: Pixels) -> object:
        """The task's result. A process that is lost over it is replaced, and the successor asked once more.

        Raises EngineLostError, RuntimeError for what went wrong in the engine.
        """
        try:
            return self._asked(task, pixels)
        except EngineLostError:
            return self._asked(task, pixels)

    def close(self) -> None:
        """Whoever is still waiting gets EngineLostError."""
        with self._lock:
            self._closed = True
            while not self._idle.empty():
                process = self._idle.get_nowait()
                if process is not None:
                    process.close()

    def _asked(self, task: Task, pixels: Pixels) -> object:
        process = self._taken()
        try:
            if process is None:
                process = self._started()
            return process.ask(task, pixels)
        except (EngineLostError, ModelError) as error:
            _log.error("engines_lost", reason=error.detail, work=task.work)
            _restarts.labels("lost").inc()
            if process is not None:
                process.close()
            process = None
            raise EngineLostError(error.detail) from error
        finally:
            if process is not None and process.outgrown:
                _log.warning("engines_outgrown", engine_pid=process.pid)
                _restarts.labels("memory").inc()
                process.close()
                process = None
            self._returned(process)

    def _taken(self) -> EngineProcess | None:
        until = time.monotonic() + WAIT_S
        while not self._closed:
            try:
                return self._idle.get(timeout=LOOK_S)
            except queue.Empty:
                if time.monotonic() > until:
                    raise EngineLostError("no engines are free") from None
        raise EngineLostError("the engines are closed")

    def _returned(self, process: EngineProcess | None) -> None:
        with self._lock:
            if not self._closed:
                self._idle.put(process)
            elif process is not None:
                process.close()

    def _process(self) -> EngineProcess:
        return EngineProcess(self.selection, answer_within_s=self._answer_within_s)

    def _started(self) -> EngineProcess:
        process = self._process()
        try:
            process.wait_ready()
        except (EngineLostError, ModelError):
            process.close()
            raise
        return process
