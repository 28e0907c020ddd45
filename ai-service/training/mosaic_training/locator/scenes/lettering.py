"""Fonts and the texts that are no plates: words, phone numbers, times, badges."""

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"
PHONES = (
    "###-###-####",
    "(###) ###-####",
    "1-800-###-####",
    "0### ######",
    "+## ## ### ###",
    "Tel. #### #####",
)
MOST_FONTS = 90
SIZES = (10, 14, 20, 28, 40, 64)


class Fonts:
    """Some usable TrueType files of a folder: few enough that they stay open."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        """Raises FileNotFoundError when the folder holds none."""
        files = sorted(
            str(path) for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf"}
        )
        rng.shuffle(files)
        usable = (path for path in files if "Math" not in path and _draws_latin(path))
        self._files = list(islice(usable, MOST_FONTS))
        if not self._files:
            raise FileNotFoundError(f"{folder} holds no TrueType font")
        sans = [path for path in self._files if "Serif" not in path and "Italic" not in path]
        self._sans = sans or self._files

    def any(self, rng: random.Random) -> str:
        return rng.choice(self._files if rng.random() < 0.35 else self._sans)

    def mask(self, text: str, file: str, height_px: float) -> NDArray[np.uint8]:
        """The ink of that text, cropped to it, drawn at a size near that height."""
        size = next((size for size in SIZES if size >= height_px * 1.3), SIZES[-1])
        image = _font(file, size).getmask(text, mode="L")
        columns, rows = image.size
        if not columns or not rows:
            return np.zeros((2, 2), np.uint8)
        return np.array(image, np.uint8).reshape(rows, columns)


@lru_cache(maxsize=600)
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


def _draws_latin(file: str) -> bool:
    try:
        for size in SIZES:
            ImageFont.truetype(file, size).getmask("0.é")
        font = ImageFont.truetype(file, 20)
        first, second = (np.array(font.getmask(letter)) for letter in "Ag")
    except (OSError, ValueError):
        return False
    return bool(first.any() and second.any()) and not np.array_equal(first, second)


def letters(rng: random.Random, count: int, alphabet: Sequence[str] = CAPITALS + DIGITS) -> str:
    return "".join(rng.choice(alphabet) for _ in range(count))


def word(rng: random.Random, syllables: int | None = None) -> str:
    count = syllables or rng.randint(1, 4)
    parts = (rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(count))
    text = "".join(parts) + (rng.choice(CONSONANTS) if rng.random() < 0.5 else "")
    return rng.choice((text.upper(), text.upper(), text.capitalize(), text))


def words(rng: random.Random, count: int) -> str:
    return " ".join(word(rng) for _ in range(count))


def phone_number(rng: random.Random) -> str:
    pattern = rng.choice(PHONES)
    return "".join(rng.choice(DIGITS) if sign == "#" else sign for sign in pattern)


def badge(rng: random.Random) -> str:
    """What stands on a boot lid: model names, engine sizes."""
    return rng.choice(
        (
            letters(rng, rng.randint(1, 3), CAPITALS) + letters(rng, rng.randint(1, 3), DIGITS),
            letters(rng, rng.randint(2, 4), DIGITS) + rng.choice(("", "i", "d", "TDI", "XLT")),
            letters(rng, rng.randint(2, 4), CAPITALS),
            f"{rng.randint(1, 6)}.{rng.randint(0, 9)} {letters(rng, rng.randint(1, 4), CAPITALS)}",
            word(rng).upper(),
            word(rng),
        )
    )


def notice(rng: random.Random) -> str:
    """What stands on signs, walls, vans and stickers."""
    kind = rng.random()
    if kind < 0.2:
        return phone_number(rng)
    if kind < 0.3:
        return f"www.{word(rng, 3).lower()}.{rng.choice(('com', 'de', 'net'))}"
    if kind < 0.4:
        return letters(rng, rng.randint(1, 4), DIGITS)
    if kind < 0.5:
        return letters(rng, rng.randint(4, 8))
    if kind < 0.58:
        return f"{rng.randint(1, 999)}.{rng.randint(0, 99):02}"
    return words(rng, rng.randint(1, 3))
