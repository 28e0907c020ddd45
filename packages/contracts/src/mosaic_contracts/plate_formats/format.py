"""What may stand on one kind of plate, and what it looks like."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from random import Random
from typing import Literal

Colour = tuple[int, int, int]
"""Blue, green, red."""

WHITE: Colour = (244, 246, 246)
BLACK: Colour = (22, 20, 20)
YELLOW: Colour = (18, 186, 250)
RED: Colour = (34, 24, 168)
GREEN: Colour = (60, 120, 20)
NAVY: Colour = (96, 44, 20)
GREY: Colour = (178, 178, 178)
EU_BLUE: Colour = (150, 52, 8)

DIGITS = "0123456789"
ALL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEPARATORS = " -.·"


def without(excluded: str, letters: str = ALL_LETTERS) -> str:
    return "".join(letter for letter in letters if letter not in excluded)


def at_position(codes: str, position: int) -> str:
    """The letters that those codes, parted by spaces, have there."""
    return "".join(sorted({code[position] for code in codes.split() if position < len(code)}))


@dataclass(frozen=True)
class Band:
    """A strip at one end of the plate with the letters of the country; EU bands have a circle of stars."""

    letters: str
    colour: Colour = EU_BLUE
    stars: bool = False
    side: Literal["left", "right"] = "left"


def eu(letters: str) -> Band:
    return Band(letters, stars=True)


@dataclass(frozen=True)
class PlateFormat:
    """One kind of plate.

    country: ISO 3166-1, with a subdivision where that issues (`US-CA`). pattern, as printed: `L` one of
    `letters`, `0` a digit, `1` a digit but zero, `?` one of `letters` or a digit, a lower-case letter one of
    its `sets`, space, dash and points as separators, all else itself.
    weight: how common among the plates of its country, on any scale. rear: where the rear differs.
    two_lines: whether it also occurs so. header: words printed above.
    check: gives the last character, as it follows from those before it.
    """

    country: str
    name: str
    pattern: str
    letters: str = ALL_LETTERS
    sets: Mapping[str, str] = field(default_factory=dict, hash=False)
    weight: float = 1.0
    size_mm: tuple[int, int] = (520, 110)
    background: Colour = WHITE
    ink: Colour = BLACK
    rear: Colour | None = None
    band: Band | None = None
    header: str = ""
    two_lines: bool = False
    check: Callable[[str], str] | None = None

    @cached_property
    def positions(self) -> tuple[str, ...]:
        """The characters that may stand at each position, separators left out."""
        return tuple(self._allowed(symbol) for symbol in self.pattern if symbol not in SEPARATORS)

    @cached_property
    def size(self) -> int:
        """How many texts fit, the check character not counted."""
        product = 1
        for allowed in self.positions[:-1] if self.check else self.positions:
            product *= len(allowed)
        return product

    def fits(self, text: str) -> bool:
        """Whether a text may stand on such a plate; separators and case do not count."""
        bare = folded(text)
        return (
            len(bare) == len(self.positions)
            and all(c in allowed for c, allowed in zip(bare, self.positions, strict=True))
            and (self.check is None or bare[-1] == self.check(bare[:-1]))
        )

    def random_text(self, rng: Random) -> str:
        """A text as printed, with its separators. No group of digits is all zeros."""
        while True:
            text = "".join(
                symbol if symbol in SEPARATORS else rng.choice(self._allowed(symbol))
                for symbol in self.pattern
            )
            if not _has_zero_group(text):
                break
        return text[:-1] + self.check(folded(text[:-1])) if self.check else text

    def also(self, *patterns: str) -> tuple["PlateFormat", ...]:
        """The same with each of these patterns too; all share its weight."""
        every = (self.pattern, *patterns)
        return tuple(replace(self, pattern=p, weight=self.weight / len(every)) for p in every)

    def _allowed(self, symbol: str) -> str:
        if symbol in self.sets:
            return self.sets[symbol]
        match symbol:
            case "L":
                return self.letters
            case "0":
                return DIGITS
            case "1":
                return DIGITS[1:]
            case "?":
                return self.letters + DIGITS
            case _:
                return symbol


def folded(text: str) -> str:
    """Upper case without separators."""
    return "".join(c for c in text.upper() if c not in SEPARATORS)


def spread(base: PlateFormat, patterns: Iterable[str]) -> tuple[PlateFormat, ...]:
    """The base with each of those patterns instead of its own."""
    first, *others = patterns
    return replace(base, pattern=first).also(*others)


def _has_zero_group(text: str) -> bool:
    return any(
        set(group) == {"0"} and len(group) > 1
        for digits, group in ((d, "".join(g)) for d, g in groupby(text, str.isdigit))
        if digits
    )
