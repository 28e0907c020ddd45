"""Signs, shop fronts, house numbers, posters, panels: lettering that is no plate."""

from collections.abc import Callable

from mosaic_training.locator.scenes.displays import DISPLAY_WEIGHTS, DISPLAYS
from mosaic_training.locator.scenes.lettering import DIGITS, letters, notice, word, words
from mosaic_training.locator.scenes.stage import Colour, Stage


def place_street_furniture(stage: Stage, count: int) -> None:
    for _ in range(count):
        rng = stage.rng
        x, y = rng.uniform(0, stage.side), rng.uniform(0, stage.side)
        thing = rng.choices(THINGS, WEIGHTS)[0]
        thing(stage, x, y, rng.uniform(6, 38))


def _ground_and_ink(stage: Stage) -> tuple[Colour, Colour]:
    ground = stage.colour(spread=110)
    ink = (255 - ground[0], 255 - ground[1], 255 - ground[2])
    if stage.chance(0.5):
        dark = sum(ground) < 380
        ink = (240.0, 240.0, 240.0) if dark else (20.0, 20.0, 20.0)
    return stage.lit(ground), stage.lit(ink)


def _bare_lettering(stage: Stage, x: float, y: float, size: float) -> None:
    stage.write(notice(stage.rng), (x, y), size, stage.lit(stage.colour(spread=90)))


def _sign(stage: Stage, x: float, y: float, size: float) -> None:
    rng, (ground, ink) = stage.rng, _ground_and_ink(stage)
    half, tall = size * rng.uniform(1, 3.5), size * rng.uniform(0.8, 3)
    if stage.chance(0.5):
        pole = (x - size * 0.1, y, x + size * 0.1, y + tall * rng.uniform(2, 6))
        stage.rectangle(*pole, stage.grey(60, 200))
    shape = [(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)]
    stage.shaded(shape, ground, 0.15)
    if stage.chance(0.5):
        stage.outline(shape, ink, size * 0.08)
    lines = rng.randint(1, 5)
    for line in range(lines):
        at = (x, y - tall + 2 * tall * (line + 0.5) / lines)
        text = notice(rng) if stage.chance(0.5) else words(rng, rng.randint(1, 3))
        high = 2 * tall / lines * rng.uniform(0.4, 0.7)
        stage.write(text, at, high, ink, width=2 * half * rng.uniform(0.4, 0.9))


def _shop_front(stage: Stage, x: float, y: float, size: float) -> None:
    ground, ink = _ground_and_ink(stage)
    half = size * stage.between(3.5, 8)
    stage.rectangle(x - half, y - size * 0.8, x + half, y + size * 0.8, ground)
    stage.write(words(stage.rng, stage.rng.randint(1, 3)), (x, y), size, ink, width=half * 1.7)


def _round_sign(stage: Stage, x: float, y: float, size: float) -> None:
    rng, (ground, ink) = stage.rng, _ground_and_ink(stage)
    radii = (size * rng.uniform(0.7, 1.3), size * 0.8)
    stage.ellipse((x, y), radii, ground)
    stage.ellipse((x, y), radii, stage.lit((30, 30, 200)), width=size * 0.15)
    stage.write(letters(rng, rng.randint(1, 3), DIGITS), (x, y), size * 0.7, ink, width=size * 0.8)


def _house_number(stage: Stage, x: float, y: float, size: float) -> None:
    rng, (ground, ink) = stage.rng, _ground_and_ink(stage)
    text = letters(rng, rng.randint(1, 4), DIGITS) + rng.choice(("", "", "", "a", "B"))
    if stage.chance(0.6):
        half = size * (0.5 + 0.35 * len(text))
        stage.rectangle(x - half, y - size * 0.8, x + half, y + size * 0.8, ground)
    stage.write(text, (x, y), size, ink)


def _street_name(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    ground = stage.lit(rng.choice(((150, 80, 20), (60, 110, 20), (235, 235, 235), (40, 40, 40))))
    ink = stage.lit((240, 240, 240) if ground[1] < 150 * stage.light else (20, 20, 20))
    half, tall = size * rng.uniform(2.2, 4.5), size * 0.75
    stage.rectangle(x - half, y - tall, x + half, y + tall, ground)
    stage.write(words(rng, rng.randint(1, 2)), (x, y), size * 0.8, ink, width=half * 1.6)


def _panel(stage: Stage, x: float, y: float, size: float) -> None:
    """A rectangle of a plate's proportions with lines at most."""
    rng = stage.rng
    half, tall = size * rng.uniform(0.9, 2.8), size * 0.6
    lean = rng.uniform(-0.15, 0.15) * half
    shape = [
        (x - half, y - tall - lean),
        (x + half, y - tall + lean),
        (x + half, y + tall + lean),
        (x - half, y + tall - lean),
    ]
    # A small pale one could be a plate too far away to be read.
    palest = 240 if half > 30 else 150
    stage.shaded(shape, stage.lit(stage.colour(rng.uniform(20, palest), 70)), 0.3)
    if stage.chance(0.5):
        stage.outline(shape, stage.lit(stage.colour()), rng.uniform(1, 3))
    if stage.chance(0.4):
        for _ in range(rng.randint(1, 6)):
            at = x + half * rng.uniform(-0.9, 0.9)
            stage.line((at, y - tall * 0.8), (at, y + tall * 0.8), stage.lit(stage.colour()))


def _stripes(stage: Stage, x: float, y: float, size: float) -> None:
    rng = stage.rng
    width, count = size * rng.uniform(2, 6), rng.randint(3, 12)
    colour, share = stage.lit(stage.colour()), rng.uniform(0.3, 0.7)
    for index in range(count):
        left = x - width / 2 + width * index / count
        stage.rectangle(left, y - size / 2, left + width / count * share, y + size / 2, colour)


def _poster(stage: Stage, x: float, y: float, size: float) -> None:
    rng, (ground, ink) = stage.rng, _ground_and_ink(stage)
    half, tall = size * rng.uniform(1.5, 4), size * rng.uniform(1.5, 4)
    stage.rectangle(x - half, y - tall, x + half, y + tall, ground)
    for _ in range(rng.randint(1, 4)):
        at = (x + half * rng.uniform(-0.3, 0.3), y + tall * rng.uniform(-0.8, 0.8))
        stage.write(word(rng), at, size * rng.uniform(0.2, 0.9), ink)


THINGS: tuple[Callable[[Stage, float, float, float], None], ...] = (
    _bare_lettering,
    _sign,
    _shop_front,
    _round_sign,
    _house_number,
    _street_name,
    _panel,
    _stripes,
    _poster,
    *DISPLAYS,
)
WEIGHTS = (0.16, 0.15, 0.09, 0.08, 0.09, 0.08, 0.1, 0.04, 0.06, *DISPLAY_WEIGHTS)
