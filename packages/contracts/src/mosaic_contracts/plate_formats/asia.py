"""The plates of Asia as far as they can be read in Latin letters and Western digits.

IN: state, district, one to three letters without I and O, number; the BH series names no state. SG: the last
letter follows from the prefix and the number. SA: the seventeen letters that have an Arabic counterpart, as the
lower half of the plate shows them. AE: Dubai (`AE-DU`) by letter, Abu Dhabi (`AE-AZ`) by number of category.
"""

from mosaic_contracts.plate_formats.format import (
    BLACK,
    DIGITS,
    WHITE,
    YELLOW,
    Band,
    PlateFormat,
    at_position,
    spread,
    without,
)

NO_IO = without("IO")
SAUDI = "ABDEGHJKLNRSTUVXZ"
VIETNAMESE = without("IJOQW")
STATES = (
    "AN AP AR AS BH BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ"
    " SK TN TR TS TG UA UK UP WB"
)
SINGAPORE_WEIGHTS = (9, 4, 5, 4, 3, 2)
SINGAPORE_LETTERS = "AZYXUTSRPMLKJHGEDCB"
NUMBERS = ("1000", "100", "10", "1")


def singapore_check(text: str) -> str:
    """The check letter: the last two letters of the prefix (A = 1) and four digits, weighted, modulo 19."""
    letters = text.rstrip(DIGITS)
    values = [ord(letter) - ord("A") + 1 for letter in letters[-2:]]
    values += [int(digit) for digit in text[len(letters) :].rjust(4, "0")]
    total = sum(w * v for w, v in zip(SINGAPORE_WEIGHTS, values, strict=True))
    return SINGAPORE_LETTERS[total % 19]


_IN = PlateFormat(
    "IN",
    "current",
    "",
    NO_IO,
    {"s": at_position(STATES, 0), "t": at_position(STATES, 1)},
    size_mm=(500, 120),
    band=Band("IND"),
    two_lines=True,
    weight=20,
)
_MY = PlateFormat("MY", "current", "", NO_IO, background=BLACK, ink=WHITE, two_lines=True)
_SG = PlateFormat(
    "SG",
    "current",
    "",
    NO_IO,
    {"p": "SGFPTXYC", "c": SINGAPORE_LETTERS},
    background=BLACK,
    ink=WHITE,
    two_lines=True,
    check=singapore_check,
)
_ID = PlateFormat("ID", "2022", "", without("Q"), size_mm=(430, 135), two_lines=True)

FORMATS: tuple[PlateFormat, ...] = (
    *spread(
        _IN, ["st 00 LL 0000", "st 00 L 0000", "st 00 LLL 0000", "st 0 LL 0000", "st 0L LL 0000"]
    ),
    *PlateFormat(
        "IN",
        "BH series",
        "00 BH 0000 LL",
        NO_IO,
        size_mm=(500, 120),
        band=Band("IND"),
        two_lines=True,
    ).also("00 BH 0000 L"),
    *PlateFormat("PK", "current", "LLL-000", two_lines=True, weight=2).also(
        "LLL-0000", "LL-000", "LL-0000"
    ),
    PlateFormat("PK", "Punjab, 2006–2020", "LLL-00-0000", two_lines=True),
    *PlateFormat("AE-DU", "current", "L 10000").also("L 1000", "L 100", "LL 10000"),
    *PlateFormat("AE-AZ", "current", "10 10000").also("1 10000", "10 1000", "1 1000"),
    *PlateFormat("SA", "current", "1000 LLL", SAUDI, size_mm=(520, 110), two_lines=True).also(
        "100 LLL", "10 LLL"
    ),
    *spread(_MY, [f"{'L' * letters} {number}" for letters in (3, 2, 1) for number in NUMBERS[:3]]),
    *spread(
        PlateFormat(
            "MY", "with suffix", "", NO_IO, background=BLACK, ink=WHITE, two_lines=True, weight=0.3
        ),
        [f"{prefix} {number} L" for prefix in ("L", "LL", "LLL") for number in NUMBERS[:2]],
    ),
    *spread(_SG, [f"pLL {number} c" for number in NUMBERS]),
    PlateFormat("PH", "2014", "LLL 0000", size_mm=(390, 140), weight=2),
    PlateFormat("PH", "1981–2014", "LLL 000", size_mm=(390, 140)),
    *PlateFormat("PH", "motorcycle", "000 LLL", size_mm=(235, 135), two_lines=True).also(
        "LL 00000"
    ),
    *spread(
        _ID,
        [
            f"{'L' * area} {number} {'L' * series}"
            for area in (1, 2)
            for number in NUMBERS[:2]
            for series in (3, 2, 1)
        ],
    ),
    *PlateFormat("VN", "current", "10L-000.00", VIETNAMESE, two_lines=True, weight=3).also(
        "10L-0000"
    ),
    PlateFormat("VN", "motorcycle", "10-L1 000.00", VIETNAMESE, size_mm=(190, 140), two_lines=True),
    *PlateFormat("HK", "current", "LL 1000", without("IOQ"), rear=YELLOW, two_lines=True).also(
        "LL 100"
    ),
    PlateFormat("TW", "2014", "LLL-0000", without("IO"), size_mm=(380, 160), weight=2),
    *PlateFormat("TW", "before 2014", "0000-LL", size_mm=(320, 150)).also("LL-0000"),
)
