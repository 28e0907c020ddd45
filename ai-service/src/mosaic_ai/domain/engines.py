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
