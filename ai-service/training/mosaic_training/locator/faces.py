"""Faces of plates from a window that moves with the pictures' numbers, so that most are drawn once only."""

import random
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from mosaic_training.locator.scenes.stage import Pixels
from mosaic_training.plates.faces import draw_plate
from mosaic_training.plates.typefaces import Typefaces

WINDOW = 120
PICTURES_A_FACE = 5
DrawFace = Callable[[random.Random, int], Pixels]


class FaceWindow:
    """Face k is drawn from (seed, k) alone: which picture asks first makes no difference."""

    def __init__(self, seed: str, draw: DrawFace, height_px: int = 104) -> None:
        def drawn(number: int) -> Pixels:
            picture = draw(random.Random(f"{seed}:face:{number}"), height_px)
            picture.setflags(write=False)
            return picture

        self._face = lru_cache(maxsize=2 * WINDOW)(drawn)

    def for_picture(self, number: int) -> Callable[[random.Random], Pixels]:
        newest = number // PICTURES_A_FACE + 20

        def some(rng: random.Random) -> Pixels:
            return self._face(rng.randint(max(0, newest - WINDOW), newest))

        return some


def draw_face_with(fonts: Path) -> DrawFace:
    typefaces = Typefaces(fonts)

    def draw(rng: random.Random, height_px: int) -> Pixels:
        return draw_plate(rng, height_px, typefaces).picture

    return draw
