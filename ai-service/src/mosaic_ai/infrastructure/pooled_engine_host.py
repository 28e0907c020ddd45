"""The engines in use, in child processes, exchanged while pictures are looked at."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mosaic_ai.domain.engines import Engines, EngineSelection
from mosaic_ai.domain.errors import EngineLostError, ModelError, ModelIncompatibleError
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.child_engines import child_engines
from mosaic_ai.infrastructure.engine_pool import EnginePool
from mosaic_ai.infrastructure.packed_detector import PackedDetector
from mosaic_ai.infrastructure.probe_picture import probe_picture


class _Generation:
    """Engines of one selection. looks: leases that have not ended."""

    def __init__(self, selection: EngineSelection, processes: int) -> None:
        """Raises ModelError."""
        self.selection = selection
        self._pool = EnginePool(selection, processes=processes)
        engines = child_engines(self._pool)
        self._canvases = (
            PackedDetector(engines.detector, canvases=processes) if engines.detector else None
        )
        self.engines = engines._replace(scenes=self._canvases)
        self.looks = 0
        self.retired = False

    def close(self) -> None:
        if self._canvases is not None:
            self._canvases.close()
        self._pool.close()


class PooledEngineHost:
    """EngineHost. Processes of a selection that was replaced end with the last look that began with them."""

    def __init__(self, selection: EngineSelection, *, processes: int) -> None:
        """Raises ModelError."""
        self._processes = processes
        self._current = _Generation(selection, processes)
        self._counting = threading.Lock()
        self._turn = asyncio.Lock()

    @property
    def selection(self) -> EngineSelection:
        return self._current.selection

    @property
    def engines(self) -> Engines:
        return self._current.engines

    @contextmanager
    def lease(self) -> Iterator[Engines]:
        with self._counting:
            generation = self._current
            generation.looks += 1
        try:
            yield generation.engines
        finally:
            with self._counting:
                generation.looks -= 1
                over = generation.retired and not generation.looks
            if over:
                _close_soon(generation)

    async def replace(self, selection: EngineSelection) -> None:
        """Raises ModelError, and all is as it was."""
        async with self._turn:
            following = await asyncio.to_thread(_tried, selection, self._processes)
            with self._counting:
                before, self._current = self._current, following
                before.retired = True
                over = not before.looks
            if over:
                _close_soon(before)

    def close(self) -> None:
        """Whoever still looks fails."""
        self._current.close()


def _close_soon(generation: _Generation) -> None:
    """The last look may have ended in the event loop, which must not wait for processes."""
    threading.Thread(target=generation.close, name="engines-closing", daemon=True).start()


def _tried(selection: EngineSelection, processes: int) -> _Generation:
    picture = probe_picture()
    everything = Box(0, 0, picture.shape[1], picture.shape[0])
    generation = _Generation(selection, processes)
    engines = generation.engines
    try:
        for locator in (engines.locator, engines.still_locator):
            locator.locate(picture, everything)
        engines.reader.read(picture, Box(220, 300, 200, 45))
        if engines.detector is not None:
            engines.detector.detect(picture, everything)
        if engines.classifier is not None:
            engines.classifier.classify(picture)
    except ModelError:
        generation.close()
        raise
    except (EngineLostError, RuntimeError) as error:
        generation.close()
        raise ModelIncompatibleError("the engines fail on a picture") from error
    return generation
