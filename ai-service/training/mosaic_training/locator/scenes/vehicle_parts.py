"""Parts of vehicles as large as plates and often taken for them."""

import math
from collections.abc import Callable

import numpy as np

from mosaic_training.locator.scenes.lamps import lamp
from mosaic_training.locator.scenes.lettering import badge, letters, notice, word
from mosaic_training.locator.scenes.stage import Colour, Point, Stage


def place_part(stage: Stage, x: float, y: float, size: float) -> None:
    """Some part around that place, about as wide as `size`."""
    part = stage.rng.choices(PARTS, WEIGHTS)[0]
    part(stage, x, y, size)


def emblem(stage: Stage, centre: Point, size: Point, colour: Colour) -> None:
    (x, y), (width, height) = centre, size
    rng, kind = stage.rng, stage.rng.random()
    thick, half, tall = height * rng.uniform(0.06, 0.16), width / 2, height / 2
    if kind < 0.45:
        if stage.chance(0.6):
            stage.ellipse((x, y), (half, tall), stage.lit(stage.colour(rng.uniform(20, 220), 120)))
        stage.ellipse((x, y), (half, tall), colour, width=thick)
        inside = rng.random()
        if inside < 0.4:
            text = letters(rng, rng.randint(1, 4))
            stage.write(text, (x, y), height * rng.uniform(0.35, 0.6), colour, width=width * 0.65)
        elif inside < 0.7:
            stage.ellipse((x, y), (half * 0.5, tall * 0.8), colour, width=thick)
            stage.ellipse((x, y), (half * 0.8, tall * 0.5), colour, width=thick)
        else:
            for _ in range(rng.randint(3, 7)):
                at = (x + half * rng.uniform(-0.6, 0.6), y + tall * rng.uniform(-0.6, 0.6))
                stage.ellipse(at, (height * 0.07, height * 0.07), colour)
    elif kind < 0.65:
        bow: tuple[Point, ...] = (
            (-1, -0.4),
            (-0.3, -0.4),
            (-0.3, -1),
            (0.3, -1),
            (0.3, -0.4),
            (1, -0.4),
        )
        bow += ((0.8, 0.4), (0.3, 0.4), (0.3, 1), (-0.3, 1), (-0.3, 0.4), (-0.8, 0.4))
        flat = rng.uniform(0.4, 1)
        stage.polygon([(x + u * half, y + v * tall * flat) for u, v in bow], colour)
    elif kind < 0.75:
        for i in range(4):
            at = (x + (i - 1.5) * width / 4.6, y)
            stage.ellipse(at, (width / 6.5, width / 6.5), colour, width=thick)
    else:
        for _ in range(rng.randint(2, 6)):
            ends = [
                (x + half * rng.uniform(-1, 1), y + tall * rng.uniform(-1, 1)) for _ in range(2)
            ]
            stage.line(ends[0], ends[1], colour, thick)


def _lamp(stage: Stage, x: float, y: float, size: float) -> None:
    lamp(stage, x, y, size * stage.between(0.7, 2.0), size * stage.between(0.35, 0.9))


def _emblem(stage: Stage, x: float, y: float, size: float) -> None:
    colour = stage.lit(stage.colour(stage.between(90, 250), 25))
    extent = (size * stage.between(0.5, 1.3), size * stage.between(0.3, 0.7))
    emblem(stage, (x, y), extent, colour)


def raised_lettering(stage: Stage, x: float, y: float, size: float) -> None:
    """Chrome badges and painted lettering."""
    rng = stage.rng
    height = size * rng.uniform(0.1, 0.35)
    colour = stage.lit(stage.colour(rng.uniform(30, 250), 20))
    edge = rng.uniform(0.2, 0.8)
    relief = (colour[0] * edge, colour[1] * edge, colour[2] * edge) if stage.chance(0.6) else None
    for line in range(rng.choice((1, 1, 1, 2, 3))):
        text = badge(rng) if stage.chance(0.7) else notice(rng)
        wide = height * len(text) * rng.uniform(0.45, 1.0)
        at = (x, y + height * 1.5 * line)
        stage.write(text, at, height, colour, width=wide, relief=relief)


def sticker(stage: Stage, x: float, y: float, size: float) -> None:
    """Bumper stickers, some with lettering like a plate's."""
    rng = stage.rng
    half, tall = size * rng.uniform(0.4, 0.9), size * rng.uniform(0.12, 0.35)
    ground = stage.lit(stage.colour(spread=120))
    ink = stage.lit((240, 240, 240) if sum(ground) < 380 * stage.light else (20, 20, 20))
    if stage.chance(0.3):
        stage.ellipse((x, y), (half * 0.7, tall), ground)
        stage.ellipse((x, y), (half * 0.7, tall), ink, width=tall * 0.08)
        text = letters(rng, rng.randint(1, 3))
        stage.write(text, (x, y), tall, ink, width=half * 0.8)
        return
    lean = rng.gauss(0, 0.05) * half
    shape = [
        (x - half, y - tall - lean),
        (x + half, y - tall + lean),
        (x + half, y + tall + lean),
        (x - half, y + tall - lean),
    ]
    stage.shaded(shape, ground, 0.1)
    lines = rng.randint(1, 3)
    for line in range(lines):
        at = (x, y - tall + 2 * tall * (line + 0.5) / lines)
        high = 2 * tall / lines * rng.uniform(0.4, 0.75)
        stage.write(notice(rng), at, high, ink, width=half * rng.uniform(0.9, 1.8))


def _exhaust(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    count, radius = rng.choice((1, 1, 2)), size * rng.uniform(0.1, 0.25)
    if stage.chance(0.5):
        box = (x - size * 0.5, y - radius * 1.3, x + size * 0.5, y + radius * 1.3)
        stage.rectangle(*box, stage.grey(15, 90))
    for index in range(count):
        at = (x + (index - 0.5 * (count - 1)) * radius * 2.3, y)
        wide = radius * rng.uniform(0.9, 1.3)
        stage.ellipse(at, (wide, radius), stage.grey(100, 230))
        stage.ellipse(at, (wide * 0.75, radius * 0.75), stage.grey(5, 45))


def _handle(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    half, tall = size * rng.uniform(0.4, 0.75), size * rng.uniform(0.15, 0.3)
    lower = half * rng.uniform(0.8, 1.1)
    shape = [
        (x - half, y - tall),
        (x + half, y - tall),
        (x + lower, y + tall),
        (x - lower, y + tall),
    ]
    stage.shaded(shape, stage.grey(15, 200), 0.6)
    if stage.chance(0.7):
        grip = [(x + u * half * 0.7, y + v * tall * 0.5) for u, v in _CORNERS]
        stage.shaded(grip, stage.grey(10, 220), 0.7)
    if stage.chance(0.5):
        ends = ((x - half * 0.7, y - tall * 0.5), (x + half * 0.7, y - tall * 0.5))
        stage.line(*ends, stage.grey(150, 255))


def wheel(stage: Stage, x: float, y: float, radius: float, squeeze: float) -> None:
    rng = stage.rng
    stage.ellipse((x, y), (radius * squeeze, radius), stage.grey(10, 40))
    stage.ellipse((x, y), (radius * squeeze * 0.68, radius * 0.68), stage.grey(90, 220))
    spokes, dark = rng.randint(4, 10), stage.grey(10, 90)
    for index in range(spokes):
        angle = index * 2 * math.pi / spokes
        end = (
            x + radius * squeeze * 0.62 * math.cos(angle),
            y + radius * 0.62 * math.sin(angle),
        )
        stage.line((x, y), end, dark, radius * 0.12)


def _wheel(stage: Stage, x: float, y: float, size: float) -> None:
    wheel(stage, x, y, size * stage.between(0.3, 0.8), stage.between(0.5, 1.0))


def grille(stage: Stage, x: float, y: float, half: float, tall: float) -> None:
    rng = stage.rng
    stage.rectangle(x - half, y - tall, x + half, y + tall, stage.grey(10, 45))
    colour = stage.lit(stage.colour(rng.uniform(60, 220), 15))
    if stage.chance(0.3):
        for offset in np.linspace(-half, half, rng.randint(4, 18)):
            stage.line((x + offset, y - tall), (x + offset, y + tall), colour)
    bars = rng.randint(1, 8)
    for index in range(bars):
        at = y - tall + 2 * tall * (index + 0.5) / bars
        stage.line((x - half, at), (x + half, at), colour, tall * rng.uniform(0.05, 0.2))


def _vent(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    half, tall = size * rng.uniform(0.2, 0.6), size * rng.uniform(0.1, 0.3)
    shape = [
        (x - half, y - tall),
        (x + half, y - tall * rng.uniform(0.2, 1)),
        (x + half * rng.uniform(0.4, 1), y + tall),
        (x - half, y + tall * rng.uniform(0.4, 1)),
    ]
    stage.shaded(shape, stage.grey(10, 70), 0.4)
    if stage.chance(0.7):
        stage.ellipse((x, y), (tall, tall * 0.7), stage.grey(90, 255))
    else:
        for _ in range(rng.randint(2, 6)):
            at = y + tall * rng.uniform(-0.8, 0.8)
            stage.line((x - half * 0.8, at), (x + half * 0.8, at), stage.grey(60, 180))


def _reflector(stage: Stage, x: float, y: float, size: float) -> None:
    colour = stage.rng.choice(((30, 30, 190), (30, 120, 235), (225, 225, 225)))
    half, tall = size * stage.between(0.3, 0.7), size * stage.between(0.06, 0.2)
    stage.rectangle(x - half, y - tall, x + half, y + tall, stage.lit(colour))


def _mirror(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    half, tall = size * rng.uniform(0.3, 0.55), size * rng.uniform(0.2, 0.35)
    lean = rng.uniform(-0.4, 0.4) * tall
    shape = [
        (x - half, y - tall),
        (x + half, y - tall + lean),
        (x + half, y + tall),
        (x - half, y + tall),
    ]
    stage.shaded(shape, stage.lit(stage.colour(rng.uniform(10, 120), 40)), 0.4)
    glass = [(x + (u - x) * 0.8, y + (v - y) * 0.8) for u, v in shape]
    stage.shaded(glass, stage.lit(stage.colour(rng.uniform(90, 235), 25)), 0.6)
    stage.roughen(x - half * 0.7, y - tall * 0.7, x + half * 0.7, y + tall * 0.7, 25 * stage.light)


def _hazard_panel(stage: Stage, x: float, y: float, size: float) -> None:
    """Orange plate of dangerous goods, or a speed disc."""
    rng = stage.rng
    if stage.chance(0.5):
        half, tall = size * 0.5, size * rng.uniform(0.3, 0.4)
        stage.rectangle(x - half, y - tall, x + half, y + tall, stage.lit((20, 130, 245)))
        stage.outline(
            [(x + u * half, y + v * tall) for u, v in _CORNERS], (15, 15, 15), size * 0.03
        )
        stage.line((x - half, y), (x + half, y), (15, 15, 15), size * 0.03)
        for row, count in ((-0.5, 2), (0.5, 4)):
            text = letters(rng, count, "0123456789")
            stage.write(text, (x, y + row * tall), tall * 0.6, stage.lit((15, 15, 15)))
    else:
        radius = size * rng.uniform(0.25, 0.4)
        stage.ellipse((x, y), (radius, radius), stage.grey(200, 250))
        stage.ellipse((x, y), (radius, radius), stage.lit((30, 30, 200)), width=radius * 0.15)
        text = rng.choice((str(rng.randint(6, 13) * 10), word(rng, 1).upper()))
        stage.write(text, (x, y), radius * 0.8, stage.grey(5, 40))


_CORNERS = ((-1, -1), (1, -1), (1, 1), (-1, 1))

PARTS: tuple[Callable[[Stage, float, float, float], None], ...] = (
    _lamp,
    _emblem,
    raised_lettering,
    sticker,
    _exhaust,
    _handle,
    _wheel,
    _vent,
    _reflector,
    _hazard_panel,
    _mirror,
)
WEIGHTS = (0.23, 0.16, 0.15, 0.12, 0.08, 0.08, 0.05, 0.06, 0.03, 0.02, 0.04)
