"""The national formats: what may stand on a plate, how it is printed, and its colours.

Grammars follow the issuing rules (letters that a country does not give out never appear); colours are BGR.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Colour = tuple[int, int, int]
WHITE, YELLOW_NL, YELLOW_GB = (244, 246, 246), (18, 186, 250), (20, 196, 248)
BLACK, BLUE_EU = (22, 20, 20), (150, 52, 8)


@dataclass(frozen=True)
class PlateFormat:
    """One kind of plate.

    size_mm: width, height. glyph_mm: height of the characters. printed: makes a text as printed, with its
    separators.
    """

    name: str
    size_mm: tuple[int, int]
    glyph_mm: int
    printed: Callable[[Random], str]
    front: Colour = WHITE
    rear: Colour = WHITE
    ink: Colour = BLACK
    band: str = ""
    right_band: bool = False
    header: str = ""
    footer: str = ""
    seal: bool = False


def normalised(printed: str) -> str:
    """As stored and searched: A–Z and 0–9 only."""
    return "".join(c for c in printed if c.isalnum())


def _pick(rng: Random, letters: str, count: int) -> str:
    return "".join(rng.choice(letters) for _ in range(count))


def _spain(rng: Random) -> str:
    return f"{rng.randrange(10000):04d} {_pick(rng, 'BCDFGHJKLMNPRSTVWXYZ', 3)}"


def _france(rng: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTVWXYZ"
    while True:
        first, last = _pick(rng, letters, 2), _pick(rng, letters, 2)
        if "SS" not in (first, last) and first != "WW":
            return f"{first}-{rng.randrange(1, 1000):03d}-{last}"


def _netherlands(rng: Random) -> str:
    letters = "BDFGHJKLNPRSTVXZ"
    while True:
        tail = _pick(rng, letters, 2)
        if tail not in {"SS", "SD", "SA"}:
            if rng.random() < 0.5:
                return f"{rng.choice(letters)}-{rng.randrange(1, 1000):03d}-{tail}"
            return f"{tail}-{rng.randrange(1, 1000):03d}-{rng.choice(letters)}"


def _germany(rng: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    district = rng.choice(["M", "B", "HH", "K", "F", "S", "DD", "KA", "HB", "N", "RE", "WL"])
    while True:
        pair = _pick(rng, letters, 2)
        if pair not in {"HJ", "KZ", "NS", "SA", "SS"}:
            return f"{district} {pair} {rng.randrange(100, 10000)}"


def _britain(rng: Random) -> str:
    region = rng.choice("ABCDEFGHKLMNPRSVWY") + _pick(rng, "ABCDEFGHJKLMNPRSTUVWXY", 1)
    year = rng.randrange(7, 26)
    age = year if rng.random() < 0.5 else year + 50
    return f"{region}{age:02d} {_pick(rng, 'ABCDEFGHJKLMNOPRSTUVWXYZ', 3)}"


def _italy(rng: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTVWXYZ"
    return f"{_pick(rng, letters, 2)} {rng.randrange(1000):03d} {_pick(rng, letters, 2)}"


def _poland(rng: Random) -> str:
    district = rng.choice(["WA", "WE", "KR", "PO", "GD", "WX", "LU", "RZ", "SK", "KT"])
    if rng.random() < 0.6:
        return f"{district} {rng.randrange(1, 100000):05d}"
    return f"{district} {rng.randrange(1, 10000):04d}{_pick(rng, 'ACEFGHJKLMNPRSTUVWXY', 1)}"


def _brazil(rng: Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (
        f"{_pick(rng, letters, 3)}{rng.randrange(10)}"
        f"{_pick(rng, 'ABCDEFGHIJ', 1)}{rng.randrange(100):02d}"
    )


def _texas(rng: Random) -> str:
    letters = "BCDFGHJKLMNPRSTVWXYZ"
    return f"{_pick(rng, letters, 3)}-{rng.randrange(10000):04d}"


FORMATS: dict[str, PlateFormat] = {
    f.name: f
    for f in (
        PlateFormat("ES", (520, 110), 77, _spain, band="E"),
        PlateFormat("FR", (520, 110), 74, _france, band="F", right_band=True),
        PlateFormat("NL", (520, 110), 76, _netherlands, YELLOW_NL, YELLOW_NL, band="NL"),
        PlateFormat("DE", (520, 110), 75, _germany, band="D", seal=True),
        PlateFormat("GB", (520, 111), 79, _britain, rear=YELLOW_GB),
        PlateFormat("IT", (520, 110), 75, _italy, band="I", right_band=True),
        PlateFormat("PL", (520, 114), 78, _poland, band="PL"),
        PlateFormat("BR", (400, 130), 65, _brazil, header="BRASIL"),
        PlateFormat(
            "US-TX",
            (305, 152),
            66,
            _texas,
            ink=(40, 28, 26),
            header="TEXAS",
            footer="THE LONE STAR STATE",
        ),
    )
}
