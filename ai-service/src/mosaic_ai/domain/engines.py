"""The engines in use, and which models they are made of."""

from typing import NamedTuple

from mosaic_ai.domain.ports import Detector, PlateLocator, PlateReader


class ModelEntry(NamedTuple):
    """A model in use or absent."""

    role: str
    name: str
    version: str
    sha256: str
    licence: str
    source: str
    active: bool
    measured: dict[str, float | str]


class Engines(NamedTuple):
    """What looks at pictures; without weights there is no detector, and plates only are read.

    still_locator: for single pictures, more thorough than the one for streams.
    """

    detector: Detector | None
    locator: PlateLocator
    still_locator: PlateLocator
    reader: PlateReader
    entries: tuple[ModelEntry, ...]

    @property
    def plate_engine(self) -> str:
        return f"{_title(self.locator)}+{_title(self.reader)}"

    @property
    def detection_engine(self) -> str:
        return _title(self.detector) if self.detector else ""


def _title(engine: Detector | PlateLocator | PlateReader) -> str:
    return f"{engine.name}@{engine.version}"
