"""The plates of South America, by the rules of issue.

Mercosul: BR `LLL0L00`, AR `LL 000 LL`, UY `LLL 0000`, PY `LLLL 000`, all letters. CL: consonants without M, N, Q
since 2007. PE: the second and third character may be letter or digit.
"""

from mosaic_contracts.plate_formats.format import (
    BLACK,
    GREY,
    WHITE,
    YELLOW,
    Colour,
    PlateFormat,
    without,
)

SIZE_MM = (400, 130)
MOTORCYCLE_MM = (200, 170)
MERCOSUL_BLUE: Colour = (140, 50, 0)
CHILEAN = without("AEIOUMNQ")

FORMATS: tuple[PlateFormat, ...] = (
    PlateFormat("BR", "Mercosul", "LLL0L00", size_mm=SIZE_MM, header="BRASIL", two_lines=True),
    PlateFormat(
        "BR", "1990–2020", "LLL-0000", size_mm=SIZE_MM, background=GREY, two_lines=True, weight=1.5
    ),
    PlateFormat("AR", "Mercosul", "LL 000 LL", size_mm=SIZE_MM, header="REPUBLICA ARGENTINA"),
    PlateFormat(
        "AR", "1995–2016", "LLL 000", size_mm=(294, 129), background=BLACK, ink=WHITE, weight=1.2
    ),
    PlateFormat("AR", "motorcycle", "L000LLL", size_mm=(236, 114), two_lines=True, weight=0.3),
    PlateFormat(
        "AR",
        "motorcycle, 1995–2016",
        "000 LLL",
        size_mm=(140, 120),
        background=BLACK,
        ink=WHITE,
        two_lines=True,
        weight=0.2,
    ),
    PlateFormat("UY", "Mercosul", "LLL 0000", size_mm=SIZE_MM, header="URUGUAY"),
    PlateFormat("PY", "Mercosul", "LLLL 000", size_mm=SIZE_MM, header="PARAGUAY"),
    PlateFormat("PY", "before 2019", "LLL 000", size_mm=SIZE_MM, weight=0.6),
    PlateFormat("CL", "2007", "LLLL·00", CHILEAN, size_mm=(360, 130), header="CHILE", weight=2),
    PlateFormat("CL", "1985–2007", "LL·0000", without("IMNOQ"), size_mm=(360, 130)),
    PlateFormat("CL", "motorcycle", "LLL·00", CHILEAN, size_mm=MOTORCYCLE_MM, weight=0.1),
    PlateFormat("CO", "current", "LLL 000", size_mm=(330, 160), background=YELLOW, weight=3),
    PlateFormat(
        "CO",
        "motorcycle",
        "LLL 00L",
        size_mm=(235, 105),
        background=YELLOW,
        two_lines=True,
    ),
    *PlateFormat("PE", "current", "L0L-000", size_mm=(300, 150), header="PERU").also(
        "LLL-000", "LL0-000", "L00-000"
    ),
    PlateFormat("EC", "current", "LLL-0000", size_mm=(404, 154), header="ECUADOR", weight=2),
    PlateFormat("EC", "before 2012", "LLL-000", size_mm=(404, 154), header="ECUADOR"),
    PlateFormat("BO", "current", "1000 LLL", size_mm=(300, 150), header="BOLIVIA", weight=2),
    PlateFormat("BO", "three digits", "100 LLL", size_mm=(300, 150), header="BOLIVIA"),
    PlateFormat("VE", "2008", "LL000LL", size_mm=(300, 150)),
)
