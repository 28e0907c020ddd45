"""The plate formats of the world's countries: a prior for what a plate may read, and models for drawing plates.

Where a rule of issue was not sure, the format permits more than is issued, never less.
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from mosaic_contracts.plate_formats import (
    africa_oceania,
    asia,
    europe,
    european_union,
    latin_america,
    north_america,
)
from mosaic_contracts.plate_formats.countries import VEHICLES_M
from mosaic_contracts.plate_formats.format import Band, PlateFormat

__all__ = [
    "FORMATS",
    "Band",
    "PlateCountries",
    "PlateFormat",
    "covers",
    "expected_formats",
    "formats_of",
]

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


def expected_formats(codes: Sequence[str]) -> tuple[PlateFormat, ...]:
    """Country by country as they are given; none given: all, those with most vehicles first."""
    codes = codes or sorted(VEHICLES_M, key=lambda code: -VEHICLES_M[code])
    return tuple(dict.fromkeys(each for code in codes for each in formats_of([code])))


def codes_from(given: object) -> object:
    """In capitals: of a text the codes between its commas or spaces, of a list its texts; all else as it is."""
    if isinstance(given, str):
        return given.upper().replace(",", " ").split()
    if isinstance(given, list):
        return [code.upper() if isinstance(code, str) else code for code in given]
    return given


def known_countries(codes: Sequence[str]) -> tuple[str, ...]:
    """Each once. Raises ValueError where there are no formats of one."""
    unknown = [code for code in codes if not formats_of([code])]
    if unknown:
        raise ValueError(f"no plate formats are known of {', '.join(unknown)}")
    return tuple(dict.fromkeys(codes))


PlateCountries = Annotated[
    tuple[str, ...], BeforeValidator(codes_from), AfterValidator(known_countries)
]
"""Of a setting: codes of countries of which there are formats."""
