"""The plates of Europe and its neighbours outside the European Union, by the rules of issue.

GB: region letter without I, J, Q, T, U, Z; later letters without I and Q; the age identifier runs to 29 and
from 51 to 79. RU, UA, BY, BA issue only letters that Latin and Cyrillic share, as Latin letters. NO issues no
G, I, M, O, Q, W. CH: canton and number.
"""

from dataclasses import replace

from mosaic_contracts.plate_formats.format import (
    WHITE,
    YELLOW,
    Band,
    PlateFormat,
    at_position,
    spread,
    without,
)

YELLOW_GB = (20, 196, 248)
GB_LETTERS = without("IQ")
GB_YEARS = without("IOQUZ")
RU_LETTERS = "ABCEHKMOPTXY"
UA_LETTERS = "ABCEHIKMOPTX"
BY_LETTERS = "ABCEHIKMOPTX"
MOTORCYCLE_MM = (190, 145)
CANTONS = "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH"


def _gb(name: str, weight: float, *patterns: str, sets: dict[str, str]) -> tuple[PlateFormat, ...]:
    base = PlateFormat(
        "GB",
        name,
        "",
        GB_LETTERS,
        sets,
        weight,
        size_mm=(520, 111),
        rear=YELLOW_GB,
        two_lines=True,
    )
    return spread(base, patterns)


def _ru(name: str, weight: float, *patterns: str, yellow: bool = False) -> tuple[PlateFormat, ...]:
    base = PlateFormat(
        "RU",
        name,
        "",
        RU_LETTERS,
        weight=weight,
        size_mm=MOTORCYCLE_MM if name == "motorcycle" else (520, 112),
        background=YELLOW if yellow else WHITE,
        band=Band("RUS", WHITE, side="right"),
        two_lines=name == "motorcycle",
    )
    return spread(base, patterns)


_CH = PlateFormat(
    "CH",
    "current",
    "",
    sets={"c": at_position(CANTONS, 0), "d": at_position(CANTONS, 1)},
    size_mm=(500, 110),
    two_lines=True,
)
_TR_SETS = {"p": "012345678"}

FORMATS: tuple[PlateFormat, ...] = (
    *_gb(
        "current",
        10,
        "rsy0 LLL",
        sets={"r": without("IJQTUZ"), "s": without("IQZ"), "y": "012567"},
    ),
    *_gb("1983–2001", 0.7, "y100 LLL", "y10 LLL", "y1 LLL", sets={"y": GB_YEARS}),
    *_gb("1963–1983", 0.2, "LLL 100y", "LLL 10y", "LLL 1y", sets={"y": GB_YEARS}),
    *_gb("dateless", 0.2, "LLL 100", "LLL 10", "LL 1000", "LL 100", "1000 LL", "100 LLL", sets={}),
    *_gb("dateless, short", 0.05, "LLL 1", "LL 10", "L 1000", "1 LLL", "10 LLL", "1000 L", sets={}),
    PlateFormat("GB", "Northern Ireland", "LLL 1000", without("Q"), rear=YELLOW_GB, weight=0.4),
    PlateFormat(
        "NO",
        "current",
        "LL 10000",
        without("GIMOQW"),
        band=Band("N"),
        two_lines=True,
        weight=10,
    ),
    PlateFormat("NO", "trailer", "LL 1000", without("GIMOQW"), band=Band("N"), two_lines=True),
    *spread(replace(_CH, weight=20), ["cd·100000", "cd·10000", "cd·1000"]),
    *spread(replace(_CH, name="low numbers"), ["cd·100", "cd·10", "cd·1"]),
    *PlateFormat("IS", "current", "LL L00", without("QW"), band=Band("IS"), two_lines=True).also(
        "LL 000"
    ),
    PlateFormat("UA", "current", "LL 0000 LL", UA_LETTERS, band=Band("UA"), two_lines=True),
    *spread(
        PlateFormat("TR", "current", "", without("QWX"), _TR_SETS, band=Band("TR"), two_lines=True),
        ["p0 LLL 00", "p0 LLL 000", "p0 LL 000", "p0 LL 0000", "p0 L 0000", "p0 L 00000"],
    ),
    *PlateFormat("RS", "current", "LL 000-LL", band=Band("SRB")).also("LL 0000-LL"),
    PlateFormat("BA", "current", "L00-L-000", "AEJKMOT", band=Band("BIH"), two_lines=True),
    PlateFormat("AL", "current", "LL 000 LL", band=Band("AL")),
    PlateFormat("ME", "current", "LL LL000", band=Band("MNE")),
    *PlateFormat("MK", "current", "LL 0000 LL", band=Band("NMK")).also("LL 000 LL"),
    PlateFormat("MD", "current", "LLL 000", without("Q"), band=Band("MD"), two_lines=True),
    PlateFormat("XK", "current", "00 000 LL", band=Band("RKS")),
    *_ru("current", 10, "L000LL 00", "L000LL 100"),
    *_ru("taxi", 0.3, "LL000 00", "LL000 100", yellow=True),
    *_ru("trailer", 0.5, "LL0000 00", "LL0000 100"),
    *_ru("motorcycle", 0.3, "0000LL 00", "0000LL 100"),
    PlateFormat("BY", "current", "0000 LL-e", BY_LETTERS, {"e": "012345678"}, band=Band("BY")),
    PlateFormat(
        "BY", "electric", "E000 LL-e", BY_LETTERS, {"e": "012345678"}, band=Band("BY"), weight=0.05
    ),
    PlateFormat("KZ", "2012", "000 LLL 00", band=Band("KZ"), two_lines=True, weight=5),
    PlateFormat("KZ", "2012, of firms", "000 LL 00", band=Band("KZ"), two_lines=True),
    PlateFormat("KZ", "1993–2012", "L 000 LLL"),
    PlateFormat("GE", "2014", "LL-000-LL", band=Band("GE"), weight=2),
    PlateFormat("GE", "1993–2014", "LLL-000"),
    PlateFormat("IL", "2017", "000-00-000", background=YELLOW, band=Band("IL"), two_lines=True),
    PlateFormat("IL", "1980–2017", "10-000-00", background=YELLOW, band=Band("IL"), two_lines=True),
)
