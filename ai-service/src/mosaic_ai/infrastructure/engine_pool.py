"""Engines in child processes: a crash, a hang or a leak in one ends that one only and loses no picture."""

import queue
import threading
import time

import numpy as np
from prometheus_client import Counter

from mosaic_ai.domain.engines import EngineSelection
from mosaic_ai.domain.errors import EngineLostError, ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box
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
PROBE_HEIGHT, PROBE_WIDTH = 384, 640


class _Fleet:
    """Processes with the same models. In `idle` None stands for one that has to be started first."""

    def __init__(self, selection: EngineSelection, processes: list[EngineProcess]) -> None:
        self.selection = selection
        self.ready: Ready = processes[0].wait_ready()
        self.retired = False
        self.idle: queue.LifoQueue[EngineProcess | None] = queue.LifoQueue()
        for process in processes:
            if process is not processes[0]:
                process.wait_ready()
            self.idle.put(process)


class EnginePool:
    """Thread-safe; every call waits for its answer."""

    def __init__(
        self,
        selection: EngineSelection,
        *,
        processes: int,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        """Raises ModelError for models that cannot be used."""
        self._processes = processes
        self._answer_within_s = answer_within_s
        self._lock = threading.Lock()
        self._closed = False
        self._fleet = self._opened(selection)

    @property
    def processes(self) -> int:
        return self._processes

    @property
    def selection(self) -> EngineSelection:
        return self._fleet.selection

    @property
    def ready(self) -> Ready:
        """What the engines in use are called."""
        return self._fleet.ready

    def call(self, task: Task, pixels: Pixels) -> object:
        """The task's result. A process that is lost over it is replaced, and the successor asked once more.

        Raises EngineLostError, RuntimeError for what went wrong in the engine.
        """
        try:
            return self._asked(task, pixels)
        except EngineLostError:
            return self._asked(task, pixels)

    def replace(self, selection: EngineSelection) -> None:
        """Goes over to other models; pictures under way are finished by the old ones.

        Raises ModelError, and then nothing has changed.
        """
        fleet = self._opened(selection)
        try:
            _probe(fleet)
        except (EngineLostError, RuntimeError) as error:
            _retire(fleet)
            raise ModelError(f"the model fails at a picture: {error}") from error
        with self._lock:
            before, self._fleet = self._fleet, fleet
            _retire(before)

    def close(self) -> None:
        """Whoever is still waiting gets EngineLostError."""
        with self._lock:
            self._closed = True
            _retire(self._fleet)

    def _asked(self, task: Task, pixels: Pixels) -> object:
        fleet, process = self._taken()
        try:
            if process is None:
                process = self._started(fleet.selection)
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
            self._returned(fleet, process)

    def _taken(self) -> tuple[_Fleet, EngineProcess | None]:
        until = time.monotonic() + WAIT_S
        while not self._closed:
            fleet = self._fleet
            try:
                return fleet, fleet.idle.get(timeout=LOOK_S)
            except queue.Empty:
                if time.monotonic() > until:
                    raise EngineLostError("no engines are free") from None
        raise EngineLostError("the engines are closed")

    def _returned(self, fleet: _Fleet, process: EngineProcess | None) -> None:
        with self._lock:
            if not fleet.retired:
                fleet.idle.put(process)
            elif process is not None:
                process.close()

    def _started(self, selection: EngineSelection) -> EngineProcess:
        process = EngineProcess(selection, answer_within_s=self._answer_within_s)
        try:
            process.wait_ready()
        except (EngineLostError, ModelError):
            process.close()
            raise
        return process

    def _opened(self, selection: EngineSelection) -> _Fleet:
        processes = [
            EngineProcess(selection, answer_within_s=self._answer_within_s)
            for _ in range(self._processes)
        ]
        try:
            return _Fleet(selection, processes)
        except (EngineLostError, ModelError) as error:
            for process in processes:
                process.close()
            if isinstance(error, ModelError):
                raise
            raise ModelError(error.detail) from error


def _retire(fleet: _Fleet) -> None:
    """Ends those that are idle; the others end as they come back."""
    fleet.retired = True
    while True:
        try:
            process = fleet.idle.get_nowait()
        except queue.Empty:
            return
        if process is not None:
            process.close()


def _probe(fleet: _Fleet) -> None:
    """Each kind of work once, on a grey picture."""
    process = fleet.idle.get_nowait()
    assert process is not None  # noqa: S101 - just opened
    pixels = np.full((PROBE_HEIGHT, PROBE_WIDTH, 3), 114, np.uint8)
    everything = Box(0, 0, PROBE_WIDTH, PROBE_HEIGHT)
    try:
        for work in ("detect", "locate", "locate_still", "read"):
            process.ask(Task(work, PROBE_HEIGHT, PROBE_WIDTH, everything), pixels)
    finally:
        fleet.idle.put(process)
