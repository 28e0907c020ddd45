"""The plates of the European Union, by the rules under which they are issued now and, where common, before.

Letters are as a reader sees them: Ä, Č and the like count as A, C. Where a rule names what an office gives out
at will (personal plates), only its usual shape stands here.
"""

from dataclasses import replace

from mosaic_contracts.plate_formats.format import (
    NAVY,
    RED,
    WHITE,
    YELLOW,
    PlateFormat,
    at_position,
    eu,
    spread,
    without,
)

CYRILLIC_LOOK_ALIKES = "ABCEHKMOPTXY"
GREEK_LOOK_ALIKES = "ABEHIKMNOPTXYZ"
NO_Q = without("Q")
NO_IOQ = without("IOQ")
MOTORCYCLE_MM = (240, 200)
SPANISH = "BCDFGHJKLMNPRSTVWXYZ"
POLISH = "ACEFGHJKLMNPRSTUVWXY"
SWEDISH = without("IQV")
DUTCH = "BDFGHJKLMNPRSTVWXZ"
OLD_DUTCH = without("CIOQ")
CROATIAN = without("QWXY")
IRISH = "C CE CN CW D DL G KE KK KY L LD LH LK LM LS MH MN MO OY RN SO T TN TS W WD WH WX WW"  # counties
ROMANIAN = (
    "AB AR AG BC BH BN BT BV BR BZ CS CL CJ CT CV DB DJ GL GR GJ HR HD IL IS IF MM MH MS NT OT PH"
    " SM SJ SB SV TR TM TL VS VL VN"
)


def _german(suffix: str = "", digits: tuple[int, ...] = (4, 3, 2, 1)) -> list[str]:
    """District of 1–3 letters, 1–2 letters, number of 1–4 digits, at most 8 characters in all."""
    return [
        f"{'d' * district} {'L' * letters} 1{'0' * (number - 1)}{suffix}"
        for district in (1, 2, 3)
        for letters in (1, 2)
        for number in digits
        if 4 <= district + letters + number + len(suffix) <= 8
    ]


_DE = PlateFormat("DE", "current", "", sets={"d": NO_Q}, band=eu("D"), two_lines=True)
_AT = PlateFormat("AT", "current", "", NO_Q, band=eu("A"), two_lines=True)
_PL = PlateFormat(
    "PL", "current", "", POLISH, {"d": NO_Q}, size_mm=(520, 114), band=eu("PL"), two_lines=True
)
_NL = PlateFormat(
    "NL", "current", "", DUTCH, background=YELLOW, band=eu("NL"), two_lines=True, weight=4
)
_IE = PlateFormat(
    "IE",
    "2013",
    "",
    sets={
        "y": "123",
        "o": "0189",
        "h": "12",
        "s": at_position(" ".join(c for c in IRISH.split() if len(c) == 1), 0),
        "c": at_position(" ".join(c for c in IRISH.split() if len(c) == 2), 0),
        "d": at_position(IRISH, 1),
    },
    band=eu("IRL"),
)
_SI = PlateFormat("SI", "current", "", CROATIAN, size_mm=(520, 120), band=eu("SLO"))

FORMATS: tuple[PlateFormat, ...] = (
    *spread(
        _AT,
        [
            *("L 10000L", "L 1000LL", "L 100LL", "L 100LLL", "L 1000L"),
            *("LL 100LL", "LL 10LLL", "LL 1000L", "LL 1LLL", "LL 100L", "LL 10LL", "LL 100LLL"),
        ],
    ),
    PlateFormat(
        "BE",
        "current",
        "i-LLL-000",
        sets={"i": "12"},
        ink=RED,
        band=eu("B"),
        two_lines=True,
        weight=8,
    ),
    PlateFormat(
        "BE",
        "special series",
        "i-LLL-000",
        sets={"i": "3456789"},
        ink=RED,
        band=eu("B"),
        two_lines=True,
        weight=0.4,
    ),
    *PlateFormat("BE", "1973–2010", "LLL-000", ink=RED, band=eu("B")).also("000-LLL"),
    *PlateFormat("BG", "current", "LL 0000 LL", CYRILLIC_LOOK_ALIKES, band=eu("BG")).also(
        "L 0000 LL"
    ),
    *PlateFormat("HR", "current", "LL 000-LL", CROATIAN, band=eu("HR"), two_lines=True).also(
        "LL 0000-LL", "LL 000-L", "LL 0000-L"
    ),
    PlateFormat("CY", "current", "LLL 000", band=eu("CY"), two_lines=True),
    *PlateFormat(
        "CZ",
        "current",
        "1r0 0000",
        without("GOQW"),
        {"r": "ABCEHJKLMPSTUZ"},
        band=eu("CZ"),
        two_lines=True,
        weight=10,
    ).also("1rL 0000"),
    PlateFormat("CZ", "electric", "El 000LL", without("GOQW"), {"l": "L"}, band=eu("CZ")),
    PlateFormat("DK", "current", "LL 00 000", NO_IOQ, band=eu("DK"), two_lines=True),
    PlateFormat("EE", "current", "000 LLL", NO_Q, band=eu("EST"), two_lines=True, weight=10),
    PlateFormat("EE", "motorcycle", "00 LL", NO_Q, band=eu("EST"), size_mm=MOTORCYCLE_MM),
    *PlateFormat("FI", "current", "LLL-100", NO_Q, band=eu("FIN"), weight=10).also(
        "LLL-10", "LL-100"
    ),
    PlateFormat("FR", "current", "LL-000-LL", without("IOU"), band=eu("F"), weight=10),
    *PlateFormat("FR", "1950–2009", "1000 LL 00", without("IO"), weight=0.5).also(
        "100 LLL 00", "100 LL 00", "10 LLL 00"
    ),
    *spread(replace(_DE, weight=4), _german(digits=(4, 3))),
    *spread(_DE, _german(digits=(2, 1))),
    *spread(
        PlateFormat("DE", "electric", "", sets={"d": NO_Q}, band=eu("D"), weight=0.08), _german("E")
    ),
    *spread(
        PlateFormat("DE", "historic", "", sets={"d": NO_Q}, band=eu("D"), weight=0.04), _german("H")
    ),
    PlateFormat("GR", "current", "LLL-1000", GREEK_LOOK_ALIKES, band=eu("GR"), weight=10),
    PlateFormat(
        "GR", "motorcycle", "LLL-100", GREEK_LOOK_ALIKES, size_mm=MOTORCYCLE_MM, two_lines=True
    ),
    PlateFormat("HU", "2022", "LL LL-000", NO_Q, band=eu("H"), two_lines=True),
    PlateFormat("HU", "1990–2022", "LLL-000", NO_Q, band=eu("H"), two_lines=True, weight=2),
    *spread(
        _IE,
        [f"y0h-{c}-1{'0' * n}" for c in ("s", "cd") for n in (4, 3, 2, 1)],
    ),
    *spread(
        PlateFormat("IE", "1987–2012", "", sets=_IE.sets, band=eu("IRL"), weight=0.6),
        [f"o0-{c}-1{'0' * n}" for c in ("s", "cd") for n in (5, 4, 3, 2)],
    ),
    PlateFormat(
        "IT", "current", "LL 000LL", without("IOQU"), band=eu("I"), two_lines=True, weight=10
    ),
    PlateFormat(
        "IT", "motorcycle", "LL 00000", without("IOQU"), size_mm=MOTORCYCLE_MM, two_lines=True
    ),
    *PlateFormat("IT", "1927–1994", "LL 000000", weight=0.2).also("LL L00000"),
    *PlateFormat("LV", "current", "LL-1000", NO_Q, band=eu("LV"), two_lines=True).also(
        "LL-100", "LL-10"
    ),
    PlateFormat(
        "LT", "current", "LLL 000", without("QWX"), band=eu("LT"), two_lines=True, weight=10
    ),
    PlateFormat("LT", "electric", "EL 0000", band=eu("LT")),
    PlateFormat("LU", "current", "LL 0000", NO_IOQ, background=YELLOW, band=eu("L"), weight=4),
    *PlateFormat("LU", "numbers", "10000", background=YELLOW, band=eu("L")).also("1000"),
    PlateFormat("MT", "current", "LLL 000", band=eu("M"), two_lines=True),
    *spread(
        _NL,
        [
            *("LL-00-LL", "LL-LL-00", "00-LL-LL", "00-LLL-0", "0-LLL-00", "LL-000-L", "L-000-LL"),
            *("LLL-00-L", "L-00-LLL", "0-LL-000", "000-LL-0"),
        ],
    ),
    *PlateFormat(
        "NL", "1951–1991", "LL-00-00", OLD_DUTCH, ink=WHITE, background=NAVY, weight=0.1
    ).also("00-00-LL", "00-LL-00"),
    *spread(
        _PL,
        [
            *("dd 00000", "dd 0000L", "dd 000LL", "dd 0L000", "dd 0LL00"),
            *("ddd L000", "ddd 00LL", "ddd 0L00", "ddd 00L0", "ddd 0LL0", "ddd LL00"),
            *("ddd 00000", "ddd 0000L", "ddd 000LL"),
        ],
    ),
    PlateFormat("PT", "2020", "LL-00-LL", band=eu("P")),
    *PlateFormat("PT", "1937–2020", "00-LL-00", without("KWY"), band=eu("P"), weight=3).also(
        "00-00-LL", "LL-00-00"
    ),
    PlateFormat(
        "RO",
        "current",
        "cd 00 LLL",
        NO_Q,
        {"c": at_position(ROMANIAN, 0), "d": at_position(ROMANIAN, 1)},
        band=eu("RO"),
        two_lines=True,
        weight=3,
    ),
    *PlateFormat("RO", "Bucharest", "B 000 LLL", NO_Q, band=eu("RO"), two_lines=True).also(
        "B 00 LLL"
    ),
    PlateFormat("SK", "current", "LL-000LL", NO_Q, band=eu("SK"), two_lines=True),
    *spread(
        _SI,
        ["LL LL-000", "LL 00-LLL", "LL 0L-000", "LL L0-000", "LL 00-0LL", "LL LL-00L"],
    ),
    PlateFormat("ES", "current", "0000 LLL", SPANISH, band=eu("E"), two_lines=True, weight=10),
    *PlateFormat("ES", "1971–2000", "LL-0000-LL", without("Q")).also("L-0000-LL"),
    PlateFormat("SE", "current", "LLL 000", SWEDISH, band=eu("S"), weight=3),
    PlateFormat("SE", "2019", "LLL 00s", SWEDISH, {"s": without("O", SWEDISH)}, band=eu("S")),
)
