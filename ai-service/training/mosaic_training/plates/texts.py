"""What stands on plates: patterns that many countries and states use, and free choice."""

import random
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from mosaic_contracts.plate_formats import FORMATS, PlateFormat

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_RARE = {"O": 0.35, "Q": 0.3, "I": 0.45, "U": 0.8}
"""Many authorities leave these out at letter positions, where they look like digits."""

AMERICAN = (
    ("0LLL000", 14), ("LLL 0000", 12), ("LLL-0000", 10), ("LLL*0000", 12), ("LLL0000", 12), ("LL0*L0L", 8),
    ("LL0 L0L", 5), ("LLL 000", 10), ("LLL-000", 7), ("LLL*000", 8), ("000 LLL", 9), ("000-LLL", 7),
    ("000*LLL", 8), ("0L00000", 5), ("00000L0", 5), ("L00 LLL", 3), ("LL 00000", 3), ("L00 0000", 5),
    ("000 0000", 4), ("0000000", 3), ("LLLL000", 2), ("00 LL 00", 2), ("0LL 0000", 3), ("LL0 000", 3),
    ("000L00", 2), ("0L LL000", 3), ("LLL 00L", 3), ("L00-LLL", 3), ("00L LLL", 2), ("L000000", 3),
    ("LLL00L", 3), ("00 LLLL", 2), ("000000L", 2), ("LL000L", 2), ("0000 LL", 3), ("000 LL0", 2),
    ("0L0 L0L", 2), ("LL0-0000", 2), ("LLL L00", 2), ("L0L 0L0", 3), ("LLLL 000", 2), ("00000LL", 2),
    ("LL00000", 2),
)  # fmt: skip
EUROPEAN = (
    ("LL-000-LL", 10), ("LL 000 LL", 10), ("L LL 000", 6), ("L LL 0000", 8), ("LL LL 000", 5),
    ("LL LL 00", 4), ("LLL LL 00", 4), ("LLL L 000", 3), ("LL00 LLL", 14), ("L000 LLL", 3), ("LLL 000L", 3),
    ("0000 LLL", 10), ("L 0000 LL", 3), ("LL-00-00", 2), ("00-LL-LL", 3), ("00-LLL-0", 4), ("0-LLL-00", 3),
    ("L-000-LL", 4), ("LL-000-L", 4), ("LLL 000", 6), ("LLL 00L", 3), ("LLL-000", 6), ("LL 00000", 6),
    ("LLL 0000", 4), ("0L0 0000", 6), ("LL 0000L", 3), ("LL 000LL", 5), ("1-LLL-000", 5), ("LLL-0000", 4),
    ("L 00000", 2), ("000000", 2), ("LL 00 LLL", 4), ("L 000 LLL", 2), ("LL 000 L", 4), ("LL 0000 LL", 4),
    ("L000LL00", 4), ("L000LL000", 4), ("000 L 0000", 2), ("00-L-0000", 2), ("00 LL 0000", 2),
    ("LL 000000", 2), ("00 LL 000", 3), ("LL-00000", 2), ("00-LL-00", 3), ("0000 LL 00", 1), ("LL 0000 L", 2),
    ("LL LL 0000", 4), ("00-000-00", 1),
)  # fmt: skip
SOUTHERN = (
    ("LLL-0000", 22), ("LLL 0000", 10), ("LLL0L00", 18), ("LL 000 LL", 6), ("LLL 000", 6), ("LL LL 00", 4),
    ("LL00LL0000", 5), ("LL-00-LL-0000", 0), ("00 LLLL", 2), ("0LL0LL", 2), ("LLL 00L", 3), ("LL 00 LL", 4),
    ("LL 00 LL LL", 0), ("LLL00LL", 2), ("000 LLL", 4), ("LLL 0000 L", 1), ("L 0000 LLL", 4), ("LL00 LLL", 2),
    ("LL 000", 2), ("00 00 00", 1), ("LLL000LL", 3), ("KLL 000L", 3), ("L 00000", 3), ("LL 00000", 2),
)  # fmt: skip
_WORDS = (
    "GO", "MY", "BIG", "TOY", "LUV", "FUN", "RUN", "FAST", "BLUE", "SKY", "DAD", "MOM", "FOX", "RIDE", "ROCK",
    "JAZZ", "KING", "LADY", "MAX", "NEO", "PEACE", "QUEEN", "STAR", "TEAM", "VIP", "WILD", "ZEN", "HAPPY",
    "COOL", "GIRL",
)  # fmt: skip


class PrintedText(NamedTuple):
    """printed keeps separators: space, dash, dot, and * for a symbol between two groups."""

    printed: str

    @property
    def text(self) -> str:
        """As read: A–Z and 0–9 only."""
        return "".join(each for each in self.printed if each.isalnum())


def letter(rng: random.Random) -> str:
    while True:
        each = rng.choice(LETTERS)
        if rng.random() < _RARE.get(each, 1.0):
            return each


def filled(pattern: str, rng: random.Random) -> PrintedText:
    """L becomes a letter, 0 a digit, all else stays."""
    return PrintedText(
        "".join(
            letter(rng) if each == "L" else rng.choice(DIGITS) if each == "0" else each
            for each in pattern
        )
    )


def free(rng: random.Random) -> PrintedText:
    """Anything of 4 to 8 characters, now and then with a gap, or a word that somebody wished for."""
    if rng.random() < 0.25:
        word = rng.choice(_WORDS)
        tail = "".join(rng.choice(DIGITS) for _ in range(rng.choice((0, 1, 2, 2, 3))))
        head = "".join(rng.choice(LETTERS) for _ in range(rng.choice((0, 0, 1, 2))))
        return PrintedText((head + rng.choice(("", " ")) + word + tail).strip()[:8])
    count = rng.choices((2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5, 12, 30, 35, 12, 3))[0]
    characters = [rng.choice(LETTERS + DIGITS) for _ in range(count)]
    if count > 4 and rng.random() < 0.6:
        characters.insert(rng.randrange(2, count - 1), rng.choice((" ", "-", "*", "·")))
    return PrintedText("".join(characters))


def _of(patterns: tuple[tuple[str, int], ...], rng: random.Random) -> PrintedText:
    names, weights = zip(*patterns, strict=True)
    return filled(rng.choices(names, weights)[0], rng)


@cache
def _formats(kind: str) -> tuple[Sequence[PlateFormat], Sequence[float]]:
    """The formats of that kind and their weights, all countries alike."""
    chosen = [each for each in FORMATS if _kind(each) == kind]
    totals: dict[str, float] = {}
    for each in chosen:
        totals[each.country] = totals.get(each.country, 0) + each.weight
    return chosen, [each.weight / totals[each.country] for each in chosen]


def _kind(of: PlateFormat) -> str:
    if of.country[:2] in {"US", "CA", "MX"}:
        return "american"
    return "european" if of.size_mm[0] > 3.6 * of.size_mm[1] else "southern"


def _issued(kind: str, rng: random.Random) -> PrintedText:
    """As a country issues them; now and then with a symbol for a separator."""
    formats, weights = _formats(kind)
    printed = rng.choices(formats, weights)[0].random_text(rng)
    if kind == "american" and rng.random() < 0.5:
        printed = printed.replace(" ", "*", 1).replace("-", "*", 1)
    return PrintedText(printed.replace(".", "·"))


def american(rng: random.Random) -> PrintedText:
    return _mixed("american", AMERICAN, rng)


def european(rng: random.Random) -> PrintedText:
    return _mixed("european", EUROPEAN, rng)


def southern(rng: random.Random) -> PrintedText:
    return _mixed("southern", SOUTHERN, rng)


def _mixed(kind: str, patterns: tuple[tuple[str, int], ...], rng: random.Random) -> PrintedText:
    chance = rng.random()
    if chance < 0.17:
        return free(rng)
    return _of(patterns, rng) if chance < 0.6 else _issued(kind, rng)
