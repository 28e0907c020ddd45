"""Which engines look at one picture: all of them, or those that somebody names."""

from collections.abc import Sequence
from typing import NamedTuple

from mosaic_ai.domain.engines import Engines, title_of
from mosaic_ai.domain.errors import EngineAbsentError
from mosaic_ai.domain.ports import Detector, PlateLocator, PlateReader
from mosaic_contracts.errors import InvalidInputError

STAGES = ("detector", "plates")
READERS = ("fused", "plate_recogniser", "text_recogniser")
NAMES = (*STAGES, *READERS)


class ChosenEngines(NamedTuple):
    """A stage that is None finds nothing. Locator and reader come together."""

    detector: Detector | None
    locator: PlateLocator | None
    reader: PlateReader | None

    @property
    def title(self) -> str:
        """Names and versions of what runs."""
        return "+".join(
            title_of(engine)
            for engine in (self.detector, self.locator, self.reader)
            if engine is not None
        )


def choose(engines: Engines, names: Sequence[str]) -> ChosenEngines:
    """The engines of those names; of no names, all that there are, both recognisers fused.

    A reader's name alone means plates too. Raises InvalidInputError for an unknown name or two readers,
    EngineAbsentError for an engine whose weights are not here.
    """
    for name in names:
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise InvalidInputError(
                f"engines are {known}", pointer="engines", code="unknown-engine"
            )
    readers = [name for name in READERS if name in names]
    if len(readers) > 1:
        raise InvalidInputError("one reader at a time", pointer="engines", code="several-readers")
    if not names:
        return ChosenEngines(engines.detector, engines.still_locator, engines.reader)
    if "detector" in names and engines.detector is None:
        raise EngineAbsentError("no detector weights are present")
    plates = "plates" in names or bool(readers)
    return ChosenEngines(
        engines.detector if "detector" in names else None,
        engines.still_locator if plates else None,
        _reader(engines, readers[0] if readers else "fused") if plates else None,
    )


def _reader(engines: Engines, name: str) -> PlateReader:
    if name == "fused":
        return engines.reader
    if name not in engines.readers_alone:
        raise EngineAbsentError(f"{name} cannot be asked alone here")
    return engines.readers_alone[name]
