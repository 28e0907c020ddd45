"""Head and tail lamps: cells, ribs and glass that look like lettering."""

from mosaic_training.locator.scenes.stage import Colour, Point, Stage


def lamp(stage: Stage, x: float, y: float, width: float, height: float) -> None:
    """Head or tail lamp, with cells, ribs, reflectors; sometimes lit."""
    rng = stage.rng
    red = stage.chance(0.6)
    if stage.chance(0.3):
        colour: Colour = (
            (rng.uniform(40, 160), rng.uniform(60, 200), 255) if red else (235, 245, 255)
        )
    elif red:
        colour = stage.lit((rng.uniform(10, 60), rng.uniform(10, 50), rng.uniform(90, 220)))
    else:
        colour = stage.lit(stage.colour(rng.uniform(110, 235), 20))
    left, top = x - width / 2, y - height / 2
    if stage.chance(0.25):
        stage.ellipse((x, y), (width / 2, height / 2), colour, turn=rng.uniform(-20, 20))
    else:
        shape = [
            (left + width * rng.uniform(0, 0.2), top + height * rng.uniform(0, 0.25)),
            (left + width * rng.uniform(0.8, 1), top + height * rng.uniform(0, 0.4)),
            (left + width * rng.uniform(0.85, 1), top + height * rng.uniform(0.6, 1)),
            (left + width * rng.uniform(0, 0.15), top + height * rng.uniform(0.7, 1)),
        ]
        stage.shaded(shape, colour, 0.5)
    _inside_lamp(stage, (left, top), (width, height), colour)
    if stage.chance(0.4):
        box = (left + width * 0.1, top + height * 0.1, left + width * 0.9, top + height * 0.9)
        stage.roughen(*box, rng.uniform(10, 45) * stage.light)


def _inside_lamp(stage: Stage, corner: Point, size: Point, colour: Colour) -> None:
    rng, kind = stage.rng, stage.rng.random()
    (left, top), (width, height) = corner, size
    gain = rng.uniform(0.3, 1.8)
    inner = (colour[0] * gain, colour[1] * gain, colour[2] * gain)
    if kind < 0.3:
        columns, rows = rng.randint(2, 8), rng.randint(1, 4)
        for i in range(columns):
            for j in range(rows):
                at_x = left + width * (0.12 + 0.76 * (i + 0.5) / columns)
                at_y = top + height * (0.15 + 0.7 * (j + 0.5) / rows)
                radius = height / rows * 0.3
                stage.ellipse((at_x, at_y), (radius, radius), inner)
    elif kind < 0.6:
        count = rng.randint(2, 12)
        for i in range(count):
            at = left + width * (i + 0.5) / count
            stage.line((at, top + height * 0.15), (at, top + height * 0.85), inner, height * 0.06)
        for _ in range(rng.randint(0, 4)):
            at = top + height * rng.uniform(0.1, 0.9)
            stage.line((left + width * 0.1, at), (left + width * 0.9, at), inner, height * 0.06)
    elif kind < 0.85:
        for _ in range(rng.randint(1, 3)):
            glass = rng.choice(((20, 120, 240), (235, 235, 240), (40, 40, 200), (60, 60, 60)))
            x0, y0 = left + width * rng.uniform(0, 0.6), top + height * rng.uniform(0, 0.6)
            x1, y1 = x0 + width * rng.uniform(0.2, 0.4), y0 + height * rng.uniform(0.2, 0.4)
            stage.rectangle(x0, y0, x1, y1, stage.lit(glass))
            centre = (left + width * rng.uniform(0.2, 0.8), top + height / 2)
            radius, edge = height * rng.uniform(0.15, 0.35), rng.choice((None, height * 0.06))
            stage.ellipse(centre, (radius, radius), stage.grey(120, 255), width=edge)
