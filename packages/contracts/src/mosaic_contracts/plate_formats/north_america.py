"""The plates of the United States (by state), Canada (by province) and Mexico.

Serial formats of ordinary cars, present and recent. CA: first and third letter without I, O, Q. TX: consonants
without Q. Where letters are left out by habit more than by rule, all may stand. `vanity`: what its owner wished,
2 to 7 letters and digits.
"""

from mosaic_contracts.plate_formats.format import (
    ALL_LETTERS,
    GREEN,
    NAVY,
    WHITE,
    YELLOW,
    Colour,
    PlateFormat,
    spread,
    without,
)

CONSONANTS = without("AEIOUQ")
SIZE_MM = (305, 152)
RED_INK: Colour = (40, 30, 190)
BLUE_INK: Colour = (130, 60, 20)
GREEN_INK: Colour = (60, 90, 20)


def _plates(
    region: str,
    header: str,
    *patterns: str,
    letters: str = ALL_LETTERS,
    ink: Colour = NAVY,
    background: Colour = WHITE,
    sets: dict[str, str] | None = None,
    name: str = "current",
    weight: float = 1.0,
) -> tuple[PlateFormat, ...]:
    base = PlateFormat(
        region,
        name,
        "",
        letters,
        sets or {},
        weight,
        SIZE_MM,
        background,
        ink,
        header=header,
    )
    return spread(base, patterns)


UNITED_STATES: tuple[PlateFormat, ...] = (
    *_plates("US-CA", "California", "1oLo000", sets={"o": without("IOQ")}, weight=2, ink=BLUE_INK),
    *_plates("US-CA", "California", "1L00000", "00000L1", name="commercial", weight=0.4),
    *_plates("US-CA", "California", "LLL000", name="1956–1980", weight=0.05),
    *_plates("US-TX", "TEXAS", "LLL-0000", letters=CONSONANTS, ink=(40, 28, 26), weight=1.8),
    *_plates(
        "US-TX",
        "TEXAS",
        "LL0 L000",
        "LLL 000",
        letters=without("Q"),
        name="before 2012",
        weight=0.3,
    ),
    *_plates("US-NY", "NEW YORK", "LLL 0000", weight=1.2),
    *_plates(
        "US-FL",
        "FLORIDA",
        "LLL L00",
        "L00 0LL",
        "000 LLL",
        "LL0 0LL",
        letters=without("O"),
        ink=GREEN_INK,
        weight=1.4,
    ),
    *_plates("US-IL", "Illinois", "LL 00000", "L00 0000", "000 0000", ink=RED_INK),
    *_plates("US-PA", "PENNSYLVANIA", "LLL-0000"),
    *_plates("US-OH", "OHIO", "LLL 0000"),
    *_plates("US-GA", "GEORGIA", "LLL0000"),
    *_plates("US-NC", "NORTH CAROLINA", "LLL-0000", ink=RED_INK),
    *_plates("US-MI", "MICHIGAN", "LLL 0000", "0LL L00"),
    *_plates("US-NJ", "NEW JERSEY", "L00-LLL", letters=without("IOQ"), background=(170, 235, 245)),
    *_plates("US-NJ", "NEW JERSEY", "LLL-00L", name="1991–2010", weight=0.3),
    *_plates("US-VA", "VIRGINIA", "LLL-0000"),
    *_plates("US-WA", "WASHINGTON", "LLL0000", "000-LLL"),
    *_plates("US-AZ", "ARIZONA", "LLL0000"),
    *_plates("US-MA", "Massachusetts", "1LL L00", "000 LL1", ink=RED_INK),
    *_plates("US-MD", "MARYLAND", "1LL0000"),
    *_plates("US-CO", "COLORADO", "LLL-000", "LLL-L00", background=WHITE, ink=GREEN_INK),
    *_plates("US-MO", "MISSOURI", "LL0 L0L", weight=0.7),
    *_plates("US-WI", "WISCONSIN", "LLL-0000", "000-LLL", weight=0.7),
    *_plates("US-MN", "Minnesota", "000-LLL", "LLL-000", weight=0.7),
    *_plates("US-OR", "Oregon", "000 LLL", weight=0.6),
    *_plates("US-TN", "Tennessee", "LLL 0000", "L00 00L", "000 LLL", weight=0.7),
    *_plates("US-IN", "INDIANA", "000LLL", "000LL", "000L", weight=0.7),
    *_plates("US-SC", "SOUTH CAROLINA", "LLL 000", "0000 LL", weight=0.5),
    *_plates("US-LA", "Louisiana", "000 LLL", weight=0.5),
    *_plates("US-KY", "KENTUCKY", "000 LLL", "L0L 000", weight=0.5),
    *_plates("US-OK", "OKLAHOMA", "LLL-000", weight=0.5),
    *_plates("US-CT", "Connecticut", "LL-00000", "000-LLL", weight=0.4),
    *_plates("US-UT", "UTAH", "L00 0LL", "000 0LL", weight=0.4),
    *_plates("US-NV", "NEVADA", "00L-000", "000-L00", "000-LLL", weight=0.4),
    *_plates("US-IA", "IOWA", "LLL 000", weight=0.4),
    *_plates("US-AR", "ARKANSAS", "000 LLL", "LLL 00L", weight=0.4),
    *_plates("US-MS", "MISSISSIPPI", "LLL 000", "LLL 0000", weight=0.4),
    *_plates("US-KS", "KANSAS", "000 LLL", "0000LLL", weight=0.4),
    *_plates("US-NM", "NEW MEXICO", "LLL-000", "000-LLL", weight=0.3, background=YELLOW),
    *_plates("US-NE", "NEBRASKA", "LLL 000", "00-L000", weight=0.3),
    *_plates("US-ID", "IDAHO", "0L 00000", "0L L0000", weight=0.3, ink=RED_INK),
    *_plates("US-WV", "West Virginia", "1LL 000", "mLL 000", sets={"m": "OND"}, weight=0.3),
    *_plates("US-HI", "HAWAII", "LLL 000", weight=0.2),
    *_plates("US-NH", "NEW HAMPSHIRE", "000 0000", "000 000", ink=GREEN_INK, weight=0.2),
    *_plates("US-ME", "MAINE", "0000 LL", "000 LLL", weight=0.2),
    *_plates("US-MT", "MONTANA", "0-00000L", "00-0000L", weight=0.2),
    *_plates("US-RI", "Rhode Island", "LL-000", "000-000", "1LL-000", weight=0.2),
    *_plates("US-DE", "DELAWARE", "000000", ink=YELLOW, background=NAVY, weight=0.2),
    *_plates("US-SD", "South Dakota", "0LL 000", "00L 000", weight=0.2),
    *_plates("US-ND", "NORTH DAKOTA", "000 LLL", weight=0.2),
    *_plates("US-AK", "ALASKA", "LLL 000", background=YELLOW, weight=0.15),
    *_plates("US-DC", "WASHINGTON, DC", "LL 0000", ink=RED_INK, weight=0.15),
    *_plates("US-VT", "VERMONT", "LLL 000", background=GREEN, ink=WHITE, weight=0.15),
    *_plates("US-WY", "WYOMING", "1-00000", "10-00000", weight=0.15),
    *_plates(
        "US", "", "???????", "??????", "?????", "????", "???", "??", name="vanity", weight=1.0
    ),
)

CANADA: tuple[PlateFormat, ...] = (
    *_plates("CA-ON", "ONTARIO", "LLLL 000", ink=BLUE_INK, weight=3),
    *_plates("CA-QC", "Québec", "L00 LLL", "000 LLL", ink=BLUE_INK, weight=2),
    *_plates("CA-BC", "Beautiful British Columbia", "LL0 00L", "000 LLL", ink=BLUE_INK, weight=1.5),
    *_plates("CA-AB", "ALBERTA", "LLL-0000", "LLL-000", ink=RED_INK, weight=1.5),
    *_plates("CA-MB", "MANITOBA", "LLL 000", ink=BLUE_INK, weight=0.5),
)

MEXICO: tuple[PlateFormat, ...] = (
    *_plates(
        "MX", "MEXICO", "LLL-000-L", "LLL-00-00", letters=without("IOQ"), weight=3, ink=(40, 40, 40)
    ),
    *_plates(
        "MX", "MEXICO", "L00-LLL", "LL-0000-L", "LL-00000", letters=without("IOQ"), name="by state"
    ),
)

FORMATS: tuple[PlateFormat, ...] = UNITED_STATES + CANADA + MEXICO
