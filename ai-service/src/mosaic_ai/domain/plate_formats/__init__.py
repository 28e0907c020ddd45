"""The plate formats of the world's countries: a prior for what a reading may be, and models for drawing plates.

Where a rule of issue was not sure, the format permits more than is issued, never less.
"""

from collections.abc import Sequence

from mosaic_ai.domain.plate_formats import (
    africa_oceania,
    asia,
    europe,
    european_union,
    latin_america,
    north_america,
)
from mosaic_ai.domain.plate_formats.format import Band, PlateFormat

__all__ = ["FORMATS", "Band", "PlateFormat", "covers", "formats_of"]

FORMATS: tuple[PlateFormat, ...] = (
    *european_union.FORMATS,
    *europe.FORMATS,
    *north_america.FORMATS,
    *latin_america.FORMATS,
    *asia.FORMATS,
    *africa_oceania.FORMATS,
)


def covers(code: str, country: str) -> bool:
    """Whether a code means a format's country: the same, or the country of a subdivision (`US`: `US-CA`)."""
    return country == code or country.startswith(f"{code}-")


def formats_of(codes: Sequence[str]) -> tuple[PlateFormat, ...]:
    """The formats of those countries, in the order of `FORMATS`."""
    return tuple(f for f in FORMATS if any(covers(code, f.country) for code in codes))
