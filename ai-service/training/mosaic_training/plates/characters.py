"""The characters of a plate: how a text is spread over the room it has."""

import random
from dataclasses import dataclass
from pathlib import Path

from mosaic_training.plates.ornaments import Colour, Picture, colour, print_mask, symbol
from mosaic_training.plates.texts import PrintedText
from mosaic_training.plates.typefaces import Typefaces, plate_line


@dataclass(frozen=True)
class Lettering:
    """How all characters of one plate look."""

    typeface: Path
    ink: Colour
    relief: Colour | None
    pen: float
    tracking: float
    gap: float
    even: bool


def random_lettering(
    typefaces: Typefaces, rng: random.Random, ink: Colour, ground: Colour
) -> Lettering:
    relief: Colour | None = None
    if rng.random() < 0.35:
        shift = rng.choice((-60, -35, 30, 50))
        blue, green, red = (min(255, max(0, each + shift)) for each in ground)
        relief = (blue, green, red)
    return Lettering(
        typeface=typefaces.for_plate(rng),
        ink=ink,
        relief=relief,
        pen=rng.uniform(0.11, 0.19),
        tracking=rng.uniform(0.05, 0.2),
        gap=rng.uniform(0.2, 0.5),
        even=rng.random() < 0.35,
    )


def print_line(
    face: Picture,
    text: PrintedText,
    look: Lettering,
    centre: tuple[float, float],
    room: tuple[float, float],
    rng: random.Random,
    *,
    fill: bool = False,
) -> None:
    """One line in room (width, height); a symbol where the text has a star.

    Condensed when it is too long; widened at most by a third, as short ones are, or to fill the room.
    """
    groups = [group for group in text.printed.split("*") if group.strip()]
    masks = [
        plate_line(
            look.typeface, group, pen=look.pen, tracking=look.tracking, gap=look.gap, even=look.even
        )
        for group in groups
    ]
    scale = room[1] / 70
    between = room[1] * rng.uniform(0.3, 0.75) if len(masks) > 1 else 0.0
    natural = sum(mask.shape[1] for mask in masks) * scale
    left_over = room[0] - between * (len(masks) - 1)
    widest = 1.7 if fill else rng.choice((0.75, 0.9, 1.0, 1.15, 1.35))
    stretch = min(left_over / natural, widest)
    total = natural * stretch + between * (len(masks) - 1)
    x = centre[0] - total / 2
    for index, mask in enumerate(masks):
        width = mask.shape[1] * scale * stretch
        print_mask(
            face, mask, (x + width / 2, centre[1]), (width, room[1]), look.ink, relief=look.relief
        )
        x += width
        if index + 1 < len(masks):
            at = (x + between / 2, centre[1] + rng.uniform(-0.1, 0.1) * room[1])
            symbol(face, rng, at, between * rng.uniform(0.5, 0.95), colour(rng, 10, 200, 80))
            x += between
