"""The plates of Africa, as far as they are in Latin letters, and of Australia (by state) and New Zealand.

ZA: by province; Gauteng issues consonants without Q. NG: three letters of the local government first.
KE: K, two letters without I and O, number, letter. AU, NZ: serial formats of ordinary cars.
"""

from mosaic_contracts.plate_formats.format import (
    NAVY,
    YELLOW,
    Colour,
    PlateFormat,
    spread,
    without,
)

CONSONANTS = without("AEIOUQ")
NO_IO = without("IO")
AUSTRALIAN_MM = (372, 134)
SOUTH_AFRICAN_MM = (440, 120)
MAROON: Colour = (40, 20, 110)
GREEN_INK: Colour = (60, 90, 20)

AFRICA: tuple[PlateFormat, ...] = (
    PlateFormat(
        "ZA",
        "Gauteng",
        "LL 00 LL GP",
        CONSONANTS,
        size_mm=SOUTH_AFRICAN_MM,
        two_lines=True,
        weight=3,
    ),
    PlateFormat("ZA", "Gauteng, before 2010", "LLL 000 GP", CONSONANTS, size_mm=SOUTH_AFRICAN_MM),
    *PlateFormat("ZA", "Western Cape", "CL 000-000", size_mm=SOUTH_AFRICAN_MM, ink=NAVY).also(
        "CL 10000", "CLL 10000", "CLL 1000"
    ),
    *PlateFormat("ZA", "KwaZulu-Natal", "NL 10000", size_mm=SOUTH_AFRICAN_MM).also(
        "ND 100000", "LL 00 LL ZN"
    ),
    *spread(
        PlateFormat("ZA", "other provinces", "", CONSONANTS, {"l": "L"}, 2, SOUTH_AFRICAN_MM),
        ["LLL 000 EC", "LLL 000 MP", "LLL 000 FS", "LLL 000 NC", "LLL 000 NW", "LLL 000 l"],
    ),
    PlateFormat("NG", "2011", "LLL-000LL", size_mm=(400, 130), ink=NAVY, two_lines=True),
    PlateFormat("NG", "1992–2011", "LL000-LLL", size_mm=(400, 130), ink=NAVY, weight=0.2),
    PlateFormat("KE", "current", "KLL 000L", NO_IO, rear=YELLOW, two_lines=True, weight=4),
    PlateFormat("KE", "before 2007", "KLL 000", NO_IO, rear=YELLOW, two_lines=True),
    PlateFormat("KE", "motorcycle", "KMLL 000L", NO_IO, background=YELLOW, two_lines=True),
    *PlateFormat("UG", "current", "ULL 000L", NO_IO, rear=YELLOW, two_lines=True).also("ULL 000"),
    PlateFormat("TZ", "current", "T 000 LLL", NO_IO, background=YELLOW, two_lines=True),
    *PlateFormat("GH", "current", "LL 1000-00", rear=YELLOW, two_lines=True).also("LL 100-00"),
)

OCEANIA: tuple[PlateFormat, ...] = (
    *PlateFormat(
        "AU-NSW", "current", "LLL-00L", size_mm=AUSTRALIAN_MM, background=YELLOW, weight=3
    ).also("LL-00-LL"),
    PlateFormat(
        "AU-NSW", "1951–2004", "LLL-000", size_mm=AUSTRALIAN_MM, background=YELLOW, weight=0.3
    ),
    PlateFormat(
        "AU-VIC", "2013", "1LL-0LL", size_mm=AUSTRALIAN_MM, ink=NAVY, header="VICTORIA", weight=2
    ),
    PlateFormat("AU-VIC", "1953–2013", "LLL-000", size_mm=AUSTRALIAN_MM, ink=GREEN_INK),
    *PlateFormat("AU-QLD", "current", "000-LLL", size_mm=AUSTRALIAN_MM, ink=MAROON, weight=2).also(
        "000-LL0"
    ),
    PlateFormat("AU-WA", "current", "1LLL-000", size_mm=AUSTRALIAN_MM, ink=NAVY),
    PlateFormat("AU-SA", "2008", "S000-LLL", size_mm=AUSTRALIAN_MM),
    PlateFormat("NZ", "2001", "LLL000", size_mm=(360, 125), weight=5),
    PlateFormat("NZ", "1964–2001", "LL1000", size_mm=(360, 125)),
)

FORMATS: tuple[PlateFormat, ...] = AFRICA + OCEANIA
