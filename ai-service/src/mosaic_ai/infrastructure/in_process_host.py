"""The engines in this very process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from mosaic_ai.domain.engines import Engines, EngineSelection
from mosaic_ai.domain.errors import ModelError, ModelIncompatibleError
from mosaic_ai.domain.geometry import Box
from mosaic_ai.infrastructure.engine_opening import open_engines
from mosaic_ai.infrastructure.model_probe import probe_picture


class _Generation(NamedTuple):
    selection: EngineSelection
    engines: Engines


class InProcessEngineHost:
    """Whoever looks holds a reference to the engines of that look; they go when nobody does."""

    def __init__(self, selection: EngineSelection) -> None:
        """Raises ModelError."""
        self._current = _Generation(selection, open_engines(selection))
        self._turn = asyncio.Lock()

    @property
    def selection(self) -> EngineSelection:
        return self._current.selection

    @property
    def engines(self) -> Engines:
        return self._current.engines

    @contextmanager
    def lease(self) -> Iterator[Engines]:
        yield self._current.engines

    async def replace(self, selection: EngineSelection) -> None:
        """Raises ModelError, and all is as it was."""
        async with self._turn:
            engines = await asyncio.to_thread(_tried, selection)
            self._current = _Generation(selection, engines)


def _tried(selection: EngineSelection) -> Engines:
    picture = probe_picture()
    everything = Box(0, 0, picture.shape[1], picture.shape[0])
    try:
        engines = open_engines(selection)
        for locator in (engines.locator, engines.still_locator):
            locator.locate(picture, everything)
        engines.reader.read(picture, Box(220, 300, 200, 45))
        if engines.detector is not None:
            engines.detector.detect(picture, everything)
        if engines.classifier is not None:
            engines.classifier.classify(picture)
    except ModelError:
        raise
    except Exception as error:
        raise ModelIncompatibleError("the engines fail on a picture") from error
    return engines
