"""Flat pictures: a plate from the front with what is around it, in a fixed size.

The camera (perspective, blur, noise, exposure, JPEG) comes later, on the trainer's device: one flat picture is
seen by many cameras.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.plates.faces import draw_plate
from mosaic_training.plates.ornaments import (
    Picture,
    brightness,
    colour,
    near,
    print_words,
    symbol,
)
from mosaic_training.plates.typefaces import Typefaces
from mosaic_training.recogniser.alphabet import SLOTS, labels
from mosaic_training.recogniser.lettering_crops import lettering_crops
from mosaic_training.renderers import Rendered

FLAT_HEIGHT, FLAT_WIDTH = 96, 256
MARGIN_X, MARGIN_Y = 0.1, 0.16
"""Around the plate, as a share of the whole picture's width and height, at each side."""
NEGATIVES = 0.045
LETTERING = 0.085
"""Share of flat pictures that show nothing to read: drawn here, and cut out of scenes."""
HIDDEN = 0.06
_SIGNS = (
    "for sale", "taxi", "Turbo", "www.", "quattro", "diesel", "hybrid", "4matic", "Call us", "baby on board",
    "sale", "open", "rent", "school", "2026-11-26 12:03:44", "CAM 01 REC", "no parking", "exit", "Sport",
    "limited", "EcoBoost", "police",
)  # fmt: skip


@dataclass(frozen=True)
class FlatPictures:
    """Flat pictures, BGR; the truth is the labels, then the plate's proportion."""

    fonts: Path
    picture_shape: tuple[int, int, int] = (FLAT_HEIGHT, FLAT_WIDTH, 3)
    truth_shape: tuple[int] = (SLOTS + 1,)

    def source(self, seed: str) -> Callable[[int], Rendered]:
        flats = FlatSource(seed, self.fonts)

        def render(_: int) -> Rendered:
            flat = flats.next()
            return Rendered(flat.picture, np.array([*flat.labels, flat.proportion], np.float32))

        return render


class Flat(NamedTuple):
    """picture: uint8 (FLAT_HEIGHT, FLAT_WIDTH, 3), BGR. proportion: of the plate, width by height."""

    picture: NDArray[np.uint8]
    labels: list[int]
    proportion: float


class FlatSource:
    """Endless flat pictures, the same for the same seed and typefaces."""

    def __init__(self, seed: str, fonts: Path) -> None:
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(self._rng.getrandbits(64))
        self._typefaces = Typefaces(fonts)
        self._lettering = lettering_crops(
            seed, fonts, (FLAT_WIDTH, FLAT_HEIGHT), (MARGIN_X, MARGIN_Y)
        )

    def next(self) -> Flat:
        rng = self._rng
        kind = rng.random()
        if kind < NEGATIVES:
            return self._negative()
        if kind < NEGATIVES + LETTERING:
            crop, proportion = next(self._lettering)
            return Flat(crop, labels(""), proportion)
        while True:
            face = draw_plate(rng, rng.randint(56, 84), self._typefaces)
            if 2 <= len(face.text) <= SLOTS:
                break
        height, width = face.picture.shape[:2]
        around_x = round(width * MARGIN_X / (1 - 2 * MARGIN_X))
        around_y = round(height * MARGIN_Y / (1 - 2 * MARGIN_Y))
        canvas = self._surroundings(height + 2 * around_y, width + 2 * around_x)
        canvas[around_y : around_y + height, around_x : around_x + width] = face.picture
        if rng.random() < 0.45:
            self._holder(canvas, (around_x, around_y, width, height))
        if rng.random() < HIDDEN:
            self._something_before(canvas, height)
        picture = cv2.resize(canvas, (FLAT_WIDTH, FLAT_HEIGHT), interpolation=cv2.INTER_AREA)
        return Flat(np.asarray(picture, np.uint8), labels(face.text), width / height)

    def _surroundings(self, height: int, width: int) -> Picture:
        """Paint, plastic or shadow: a gradient with coarse noise and a few edges."""
        rng = self._rng
        ground = colour(rng, 5, 245, 25)
        ramp = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * rng.uniform(-80, 80)
        ramp = ramp + np.linspace(-0.5, 0.5, width, dtype=np.float32)[None] * rng.uniform(-50, 50)
        coarse = self._noise.normal(0, rng.uniform(0, 14), (6, 14)).astype(np.float32)
        ramp = ramp + cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
        canvas = (np.array(ground, np.float32) + ramp[..., None]).clip(0, 255).astype(np.uint8)
        for _ in range(rng.randint(0, 4)):
            y = rng.randrange(height)
            thick = rng.randint(1, max(2, height // 10))
            cv2.line(canvas, (0, y), (width, y + rng.randint(-8, 8)), near(rng, ground, 60), thick)
        return canvas

    def _holder(self, canvas: Picture, plate: tuple[int, int, int, int]) -> None:
        """The frame of a dealer or a holder, lapping over the plate's edges; words on it."""
        rng = self._rng
        x, y, width, height = plate
        ink = colour(rng, 0, 70, 10) if rng.random() < 0.65 else colour(rng, 110, 240, 30)
        outer, side = rng.uniform(0.02, 0.1), rng.uniform(0.0, 0.035)
        lap_top, lap_bottom = rng.uniform(-0.02, 0.13), rng.uniform(-0.02, 0.12)
        out_top, out_bottom = rng.uniform(0.03, 0.2), rng.uniform(0.03, 0.24)
        left, right = round(x - outer * height), round(x + width + outer * height)
        inner_left, inner_right = round(x + side * width), round(x + width - side * width)
        top, bottom = round(y - out_top * height), round(y + height + out_bottom * height)
        inner_top, inner_bottom = (
            round(y + lap_top * height),
            round(y + height - lap_bottom * height),
        )
        for corners in (
            ((left, top), (right, inner_top)),
            ((left, inner_bottom), (right, bottom)),
            ((left, top), (inner_left, bottom)),
            ((inner_right, top), (right, bottom)),
        ):
            cv2.rectangle(canvas, *corners, ink, -1)
        paper = (235, 235, 235) if brightness(ink) < 120 else (25, 25, 25)
        words_ink = paper if rng.random() < 0.7 else colour(rng, 20, 230, 90)
        for upper, lower in ((top, inner_top), (inner_bottom, bottom)):
            room = lower - upper
            if room > height * 0.08 and rng.random() < 0.75:
                words = rng.choice(_SIGNS) if rng.random() < 0.3 else _dealer(rng)
                at = (x + width / 2, (upper + lower) / 2)
                print_words(
                    canvas, self._typefaces, rng, words, at, (width * 0.85, room * 0.7), words_ink
                )

    def _something_before(self, canvas: Picture, height: int) -> None:
        """A bar, a hook, a blot of mud: so little of a character is hidden that it can be guessed."""
        rng, (rows, columns) = self._rng, canvas.shape[:2]
        ink, kind = colour(rng, 5, 220, 15), rng.random()
        thick = max(1, round(height * rng.uniform(0.03, 0.1)))
        if kind < 0.4:
            x = rng.randrange(columns)
            cv2.line(canvas, (x, 0), (x + rng.randint(-9, 9), rows), ink, thick, cv2.LINE_AA)
        elif kind < 0.6:
            y = rng.randrange(rows)
            cv2.line(canvas, (0, y), (columns, y + rng.randint(-9, 9)), ink, thick, cv2.LINE_AA)
        else:
            for _ in range(rng.randint(1, 5)):
                at = (rng.randrange(columns), rng.randrange(rows))
                axes = (rng.randint(1, 2 * thick), rng.randint(1, 2 * thick))
                cv2.ellipse(canvas, at, axes, rng.uniform(0, 90), 0, 360, ink, -1, cv2.LINE_AA)

    def _negative(self) -> Flat:
        """What a locator may take for a plate and is none: grilles, lamps, badges, lettering in lower case."""
        rng = self._rng
        canvas = self._surroundings(FLAT_HEIGHT, FLAT_WIDTH)
        kind = rng.random()
        if kind < 0.35:
            words = rng.choice(_SIGNS) if rng.random() < 0.6 else _dealer(rng).lower()
            ground = colour(rng, 10, 240, 60)
            if rng.random() < 0.6:
                cv2.rectangle(canvas, (30, 18), (226, 78), ground, -1)
            room = (rng.uniform(100, 220), rng.uniform(14, 50))
            print_words(
                canvas, self._typefaces, rng, words, (128, 48), room, colour(rng, 0, 255, 60)
            )
        elif kind < 0.65:
            ink, step = colour(rng, 5, 220, 20), rng.randint(6, 28)
            thick = rng.randint(1, step // 2 + 1)
            upright = rng.random() < 0.5
            for at in range(0, FLAT_WIDTH if upright else FLAT_HEIGHT, step):
                ends = ((at, 0), (at, FLAT_HEIGHT)) if upright else ((0, at), (FLAT_WIDTH, at))
                cv2.line(canvas, *ends, ink, thick, cv2.LINE_AA)
        else:
            for _ in range(rng.randint(1, 8)):
                place = (rng.uniform(20, 236), rng.uniform(15, 80))
                symbol(canvas, rng, place, rng.uniform(8, 70), colour(rng, 5, 250, 70))
        return Flat(canvas, labels(""), rng.uniform(1.6, 4.8))


def _dealer(rng: random.Random) -> str:
    letters = "ABCDEFGHIJKLMNOPRSTUVWY"
    words = ["".join(rng.choice(letters) for _ in range(rng.randint(3, 9))) for _ in range(2)]
    joined = " ".join(words[: rng.randint(1, 2)])
    return joined if rng.random() < 0.6 else joined.title() + ".com"
