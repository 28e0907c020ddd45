"""The engines in use while they can be replaced: everybody looks through what stands here."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from mosaic_ai.domain.engines import Engines, EngineSelection
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.readings import EMPTY, Reading
from mosaic_ai.domain.sightings import Detection, LocatedPlate


class EngineHost(Protocol):
    """Owns the opened engines."""

    @property
    def selection(self) -> EngineSelection:
        """What the current engines were opened from."""

    @property
    def engines(self) -> Engines:
        """The current ones, for their names; who looks through them takes a lease."""

    def lease(self) -> AbstractContextManager[Engines]:
        """The current engines, which stay open until the lease ends, replaced or not. From any thread."""

    async def replace(self, selection: EngineSelection) -> None:
        """Opens other engines, tries them on a picture, and makes them the current ones.

        Raises ModelError, and all is as it was. Looks that are under way end with the engines they began with.
        """

    def close(self) -> None:
        """Whoever still looks fails; may wait for processes."""


class CurrentEngines:
    """The host's engines for one who looks at pictures one after the other, in one thread at a time.

    Within `looking` they are the same from its start to its end; what they are called then is true of all
    that the look found.
    """

    def __init__(self, host: EngineHost) -> None:
        self._host = host
        self._leased: Engines | None = None
        self._last = host.engines

    @contextmanager
    def looking(self) -> Iterator[Engines]:
        with self._host.lease() as engines:
            self._leased = self._last = engines
            try:
                yield engines
            finally:
                self._leased = None

    @property
    def engines(self) -> Engines:
        return self._leased or self._host.engines

    @property
    def plate_engine(self) -> str:
        """Of the last look."""
        return self._last.plate_engine

    @property
    def detection_engine(self) -> str:
        """Of the last look."""
        return self._last.detection_engine


class CurrentScenes:
    """The detector that cameras share. Finds nothing while there is none."""

    def __init__(self, current: CurrentEngines) -> None:
        self._current = current

    @property
    def name(self) -> str:
        detector = self._current.engines.detector
        return detector.name if detector else ""

    @property
    def version(self) -> str:
        detector = self._current.engines.detector
        return detector.version if detector else ""

    def detect_in(self, pixels: Pixels, regions: Sequence[Box]) -> list[Detection]:
        scenes = self._current.engines.scenes
        return scenes.detect_in(pixels, regions) if scenes else []


class CurrentPlateLocator:
    """still: the more thorough one, for single pictures."""

    def __init__(self, current: CurrentEngines, *, still: bool = False) -> None:
        self._current = current
        self._still = still

    @property
    def name(self) -> str:
        return self._current.engines.locator.name

    @property
    def version(self) -> str:
        return self._current.engines.locator.version

    def locate(self, pixels: Pixels, region: Box) -> list[LocatedPlate]:
        engines = self._current.engines
        return (engines.still_locator if self._still else engines.locator).locate(pixels, region)


class CurrentPlateReader:
    def __init__(self, current: CurrentEngines) -> None:
        self._current = current

    @property
    def name(self) -> str:
        return self._current.engines.reader.name

    @property
    def version(self) -> str:
        return self._current.engines.reader.version

    def read(
        self,
        pixels: Pixels,
        box: Box,
        *,
        corners: Corners | None = None,
        expected: Reading = EMPTY,
    ) -> Reading:
        return self._current.engines.reader.read(pixels, box, corners=corners, expected=expected)
