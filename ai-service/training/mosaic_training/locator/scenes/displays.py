"""Displays of lamps, captions, boards, and what is like a plate but none."""

from collections.abc import Callable

import numpy as np

from mosaic_training.locator.scenes.lettering import DIGITS, letters, words
from mosaic_training.locator.scenes.stage import Colour, Pixels, Stage, blend
from mosaic_training.locator.scenes.wordings import (
    caption,
    clock,
    destination,
    on_board,
    on_vehicle,
)

LAMPS: tuple[Colour, ...] = (
    (20, 160, 255), (20, 160, 255), (40, 40, 255), (235, 240, 245), (90, 255, 120), (255, 190, 90),
)  # fmt: skip


def led_display(stage: Stage, x: float, y: float, size: float) -> None:
    """A dark panel with letters of single lamps; shines at night, too."""
    rng = stage.rng
    text = rng.choice((destination, clock, on_board))(rng)
    high = max(6, round(size * rng.uniform(0.9, 1.6)))
    wide = min(round(high * (0.7 + 0.6 * len(text))), stage.side)
    left, top = round(x - wide / 2), round(y - high / 2)
    stage.rectangle(left - 3, top - 3, left + wide + 3, top + high + 3, stage.grey(15, 70))
    stage.rectangle(left, top, left + wide, top + high, stage.grey(4, 28))
    colour = rng.choice(LAMPS)
    glow = rng.uniform(0.6, 1.0)
    before = _region(stage, left, top, wide, high)
    if before.size == 0:
        return
    kept = before.copy()
    file = stage.fonts.any(rng)
    ink = (colour[0] * glow, colour[1] * glow, colour[2] * glow)
    stage.write(text, (x, y), high * rng.uniform(0.55, 0.85), ink, width=wide * 0.92, file=file)
    pitch = max(2, round(high / rng.choice((9, 12, 16))))
    if high >= 14 and stage.chance(0.7):
        between: Pixels = np.zeros(before.shape[:2], np.uint8)
        between[::pitch] = 255
        between[:, ::pitch] = 255
        blend(before, kept, between)


def ticker(stage: Stage, x: float, y: float, size: float) -> None:
    """A band across with text that runs out of it at both ends."""
    rng = stage.rng
    tall = size * rng.uniform(0.7, 1.3)
    half = stage.side if stage.chance(0.6) else size * rng.uniform(4, 9)
    ground = stage.colour(spread=100)
    dark = sum(ground) < 380
    stage.rectangle(x - half, y - tall, x + half, y + tall, ground)
    ink: Colour = (240, 240, 240) if dark else (15, 15, 15)
    pieces = [rng.choice((words(rng, 2), clock(rng), caption(rng), on_board(rng))) for _ in "abc"]
    stage.write("  ".join(pieces), (x + rng.uniform(-0.3, 0.3) * half, y), tall * 1.1, ink)


def caption_on_thing(stage: Stage, x: float, y: float, size: float) -> None:
    """As a recorder writes it, with or without a ground, anywhere in the picture."""
    rng = stage.rng
    text, high = caption(rng), size * rng.uniform(0.5, 1.0)
    light = stage.chance(0.7)
    ink: Colour = (
        rng.choice(((255, 255, 255), (0, 255, 255), (0, 255, 0))) if light else (10, 10, 10)
    )
    half = high * len(text) * rng.uniform(0.24, 0.36)
    if stage.chance(0.5):
        ground = stage.grey(0, 60) if light else stage.grey(180, 250)
        stage.rectangle(
            x - half - high * 0.3, y - high * 0.75, x + half + high * 0.3, y + high * 0.75, ground
        )
    stage.write(text, (x, y), high, ink, width=2 * half, relief=(0, 0, 0) if light else None)


def label(stage: Stage, x: float, y: float, size: float) -> None:
    """A small board of a plate's proportions and colours with a line or two that no plate has."""
    rng = stage.rng
    half, tall = size * rng.uniform(0.9, 2.2), size * rng.uniform(0.35, 0.7)
    light = stage.chance(0.7)
    ground = stage.lit(stage.colour(rng.uniform(170, 250) if light else rng.uniform(10, 70), 30))
    ink = stage.lit(stage.colour(rng.uniform(10, 60) if light else rng.uniform(200, 250), 30))
    lean = rng.gauss(0, 0.06) * half
    shape = [
        (x - half, y - tall - lean),
        (x + half, y - tall + lean),
        (x + half, y + tall + lean),
        (x - half, y + tall - lean),
    ]
    stage.shaded(shape, ground, 0.15)
    if stage.chance(0.6):
        stage.outline(shape, ink, max(1.0, size * rng.uniform(0.03, 0.08)))
    if stage.chance(0.25):
        text = letters(rng, rng.randint(1, 3), DIGITS)
        stage.write(text, (x, y), tall * rng.uniform(1.0, 1.5), ink)
        return
    lines = rng.choice((1, 2, 2, 3))
    for line in range(lines):
        at = (x, y - tall + 2 * tall * (line + 0.5) / lines)
        text = on_vehicle(rng) if stage.chance(0.6) else on_board(rng)
        high = 2 * tall / lines * rng.uniform(0.35, 0.7)
        stage.write(text, at, high, ink, width=min(half * 1.85, high * len(text) * 0.7))


def billboard(stage: Stage, x: float, y: float, size: float) -> None:
    """A large board with a picture, a headline and small lines; lit at night."""
    rng = stage.rng
    half, tall = size * rng.uniform(3, 7), size * rng.uniform(1.5, 4)
    ground = stage.colour(spread=110)
    lit = ground if stage.light < 0.6 and stage.chance(0.5) else stage.lit(ground)
    box = [(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)]
    stage.shaded(box, lit, 0.3)
    for _ in range(rng.randint(0, 4)):
        at = (x + half * rng.uniform(-0.8, 0.8), y + tall * rng.uniform(-0.8, 0.8))
        radii = (half * rng.uniform(0.1, 0.4), tall * rng.uniform(0.1, 0.5))
        stage.ellipse(at, radii, stage.lit(stage.colour(spread=120)), turn=rng.uniform(0, 90))
    ink: Colour = (245, 245, 245) if sum(lit) < 380 else (15, 15, 15)
    for line in range(rng.randint(1, 4)):
        at = (x + half * rng.uniform(-0.2, 0.2), y + tall * (-0.7 + 0.45 * line))
        high = size * rng.uniform(0.3, 1.1)
        text = on_board(rng) if stage.chance(0.7) else on_vehicle(rng)
        stage.write(text, at, high, ink, width=min(half * 1.8, high * len(text) * 0.65))


def outdoor_lettering(stage: Stage, x: float, y: float, size: float) -> None:
    """Straight on a wall or a vehicle's side: several lines of one hand."""
    rng = stage.rng
    ink, file = stage.lit(stage.colour(spread=110)), stage.fonts.any(rng)
    relief = stage.lit(stage.colour(spread=60)) if stage.chance(0.4) else None
    for line in range(rng.randint(1, 4)):
        text, high = on_vehicle(rng), size * rng.uniform(0.4, 1.0)
        at = (x + rng.gauss(0, size * 0.3), y + 1.4 * size * line)
        wide = high * len(text) * rng.uniform(0.4, 0.8)
        stage.write(text, at, high, ink, width=wide, relief=relief, file=file)


def _region(stage: Stage, left: int, top: int, wide: int, high: int) -> Pixels:
    return stage.picture[max(0, top) : max(0, top + high), max(0, left) : max(0, left + wide)]


DISPLAYS: tuple[Callable[[Stage, float, float, float], None], ...] = (
    led_display,
    ticker,
    caption_on_thing,
    label,
    billboard,
    outdoor_lettering,
)
DISPLAY_WEIGHTS = (0.12, 0.04, 0.12, 0.14, 0.08, 0.12)
