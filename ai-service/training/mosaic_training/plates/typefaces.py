"""Typefaces: files for plates and for other lettering, and masks of texts drawn with them."""

import random
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from mosaic_demo.plates.glyphs import text_mask as stroke_mask

Mask = NDArray[np.uint8]

DRAWN_PX = 96
STROKES = Path("strokes")
"""Not a file: the stroke font that the demo draws by code, in the manner of European plates."""
STROKE_SHARE = 0.22
_NO_PLATES = (
    "italic", "oblique", "thin", "hairline", "extralight", "ultralight", "light", "outline", "stencil",
    "serif", "slab", "math", "symbol", "roman", "termes", "pagella", "bonum", "schola", "chorus", "cursor",
    "stix", "z003", "bookman", "c059", "p052", "d050000l", "smallcaps", "tamil", "extended", "wide", "ptf",
    "ptz", "ext.", "boldext", "courier", "nimbusmono", "advent", "half", "millimetre", "pts56", "pts76",
    "condit.", "jura", "tirekv",
)  # fmt: skip
_LIKE_PLATES = (
    "rg2014b", "rg2014c", "rg2014d", "routed-gothic", "osp-din", "osifont", "nationalpark", "narrow", "cond",
    "bebas", "yanone", "dosis", "heroscn",
)  # fmt: skip
_NO_LETTERS = ("symbol", "math", "d050000l", "integrals", "stixsize", "nonunicode", "variants")


class Typefaces:
    """All typefaces below a folder, sorted by what they are good for.

    plate: upright, heavy enough and without serifs, as dies of number plates are; those closest to real ones count
    four times. lettering: any with Latin letters, for signs, headers and stickers.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ValueError for a folder without typefaces."""
        files = sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in {".ttf", ".otf"}
        )
        self.lettering = [each for each in files if not _has(each, _NO_LETTERS)]
        upright = [each for each in self.lettering if not _has(each, _NO_PLATES) and _is_even(each)]
        self.plate = [each for each in upright for _ in range(4 if _has(each, _LIKE_PLATES) else 1)]
        if not self.plate:
            raise ValueError(f"no typefaces for plates below {folder}")

    def for_plate(self, rng: random.Random) -> Path:
        return STROKES if rng.random() < STROKE_SHARE else rng.choice(self.plate)

    def for_lettering(self, rng: random.Random) -> Path:
        return rng.choice(self.lettering)


def _has(path: Path, words: tuple[str, ...]) -> bool:
    name = path.name.lower()
    return any(word in name for word in words)


def _is_even(path: Path) -> bool:
    """Whether capitals and digits are of one height, as on plates; old-style digits and mixed cases are not."""
    heights = [glyph(path, each).shape[0] for each in "ABDEFHKLMNPRTXYZ0123456789"]
    return bool(min(heights) > 0.92 * max(heights))


@lru_cache(maxsize=4096)
def _font(path: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), DRAWN_PX)


@lru_cache(maxsize=40_000)
def glyph(path: Path, character: str) -> Mask:
    """One character, cut to its ink, capitals about 70 px high. An empty one is 1 by 1."""
    font = _font(path)
    left, top, right, bottom = font.getbbox(character)
    width, height = int(right - left), int(bottom - top)
    if width < 1 or height < 1:
        return np.zeros((1, 1), np.uint8)
    image = Image.new("L", (width, height), 0)
    ImageDraw.Draw(image).text((-left, -top), character, font=font, fill=255)
    return np.asarray(image, np.uint8)


def plate_line(
    path: Path, text: str, *, pen: float, tracking: float, gap: float, even: bool
) -> Mask:
    """A line of capitals and digits as plates have them, 70 px high.

    pen: of the stroke font, in heights. tracking: between characters, gap: of a space, in heights. even: each
    character has the same room, as most dies have.
    """
    if path == STROKES:
        # Rounded: the demo keeps each glyph that it has drawn.
        drawn = stroke_mask(text.replace("·", "-"), 70, round(pen, 2), tracking + 0.04)
        return np.asarray(drawn, np.uint8)
    glyphs = [None if character in " -·" else glyph(path, character) for character in text]
    inked = [each for each in glyphs if each is not None]
    if not inked:
        return np.zeros((70, 8), np.uint8)
    capital = glyph(path, "H").shape[0]
    room = max(each.shape[1] for each in inked) if even else 0
    pieces: list[Mask] = []
    between = np.zeros((70, max(1, round(70 * tracking))), np.uint8)
    for character, each in zip(text, glyphs, strict=True):
        if each is None:
            piece = np.zeros((70, max(2, round(70 * gap))), np.uint8)
            if character != " ":
                thick, wide = max(3, round(70 * pen * 0.6)), piece.shape[1]
                middle = wide // 2 if character == "·" else wide
                piece[35 - thick // 2 : 38 + thick // 2, wide - middle : middle] = 255
            pieces.append(piece)
            continue
        scale = 70 / max(capital, each.shape[0])
        size = (max(1, round(each.shape[1] * scale)), max(1, round(each.shape[0] * scale)))
        drawn = np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.uint8)
        wide = max(size[0], round(room * scale * 0.9)) if even else size[0]
        piece = np.zeros((70, wide), np.uint8)
        x, y = (wide - size[0]) // 2, (70 - size[1]) // 2
        piece[y : y + size[1], x : x + size[0]] = drawn[: 70 - y]
        pieces += [piece, between]
    return np.hstack(pieces)


def lettering(path: Path, text: str, height_px: int) -> Mask:
    """A line of any letters, as high as its ink."""
    font = _font(path)
    left, top, right, bottom = font.getbbox(text)
    width, height = max(1, int(right - left)), max(1, int(bottom - top))
    image = Image.new("L", (width, height), 0)
    ImageDraw.Draw(image).text((-left, -top), text, font=font, fill=255)
    scale = max(2, height_px) / height
    size = (max(2, round(width * scale)), max(2, height_px))
    return np.asarray(cv2.resize(np.asarray(image), size, interpolation=cv2.INTER_AREA), np.uint8)
