"""The engines' child process: opens the models, looks at pictures in shared memory, answers.

It keeps nothing from one picture to the next, so that it may be ended and replaced at any time.
"""

import signal
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory

import cv2
import numpy as np

from mosaic_ai.domain.engines import Engines, EngineSelection
from mosaic_ai.domain.errors import ModelError
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.ports import Engine
from mosaic_ai.infrastructure.engine_opening import open_engines
from mosaic_ai.infrastructure.engine_protocol import Done, Ready, Refused, Task, Title
from mosaic_ai.infrastructure.process_memory import give_back
from mosaic_ai.infrastructure.process_names import ENGINES, name_this_process


def serve(pipe: Connection, slab_name: str, selection: EngineSelection) -> None:
    """The child's main function: answers until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    name_this_process(ENGINES)
    cv2.setNumThreads(1)
    slab = SharedMemory(slab_name)
    try:
        try:
            engines = open_engines(selection)
        except ModelError as error:
            pipe.send(Refused(error.code, error.detail))
            return
        give_back()  # what reading the models took: 20 MB
        detector = _title(engines.detector) if engines.detector else None
        alone = {name: _title(reader) for name, reader in engines.readers_alone.items()}
        classifier = engines.classifier
        pipe.send(
            Ready(
                detector,
                _title(engines.locator),
                _title(engines.reader),
                alone,
                _title(classifier) if classifier else None,
                tuple(classifier.classes) if classifier else (),
            )
        )
        while True:
            task: Task = pipe.recv()
            pixels = np.ndarray((task.height, task.width, 3), np.uint8, slab.buf)
            pixels.flags.writeable = False
            pipe.send(_done(engines, task, pixels))
    except (EOFError, OSError):
        return


def _done(engines: Engines, task: Task, pixels: Pixels) -> Done:
    try:
        return Done(_result(engines, task, pixels))
    except Exception as error:  # noqa: BLE001 - the edge of the process; the parent tells it to who asked
        return Done(error=f"{type(error).__name__}: {error}"[:300])


def _result(engines: Engines, task: Task, pixels: Pixels) -> object:
    if task.work == "read":
        reader = engines.readers_alone[task.reader] if task.reader else engines.reader
        return reader.read(pixels, task.box, corners=task.corners, expected=task.expected)
    if task.work == "classify":
        return engines.classifier.classify(pixels) if engines.classifier else []
    if task.work == "detect":
        return engines.detector.detect(pixels, task.box) if engines.detector else []
    locator = engines.locator if task.work == "locate" else engines.still_locator
    return locator.locate(pixels, task.box)


def _title(engine: Engine) -> Title:
    return Title(engine.name, engine.version)
