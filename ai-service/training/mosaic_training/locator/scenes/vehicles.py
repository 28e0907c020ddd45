"""Cars seen from before or behind, with a plate, an empty holder or nothing where a plate may be."""

from dataclasses import dataclass

from mosaic_training.locator.scenes.lamps import lamp
from mosaic_training.locator.scenes.lettering import badge
from mosaic_training.locator.scenes.mounting import (
    Faces,
    empty_holder,
    mount,
    recess,
    some_pose,
)
from mosaic_training.locator.scenes.stage import Colour, Point, Stage
from mosaic_training.locator.scenes.vehicle_parts import (
    emblem,
    grille,
    place_part,
    sticker,
    wheel,
)
from mosaic_training.locator.scenes.wear import before_plate
from mosaic_training.locator.scenes.wordings import on_vehicle

PAINTS: tuple[Colour, ...] = (
    (235, 235, 235),
    (200, 200, 200),
    (160, 160, 165),
    (110, 110, 115),
    (60, 60, 62),
    (25, 25, 27),
    (30, 20, 110),
    (25, 25, 170),
    (120, 60, 20),
    (150, 100, 50),
    (40, 70, 30),
    (70, 110, 150),
    (20, 90, 200),
    (30, 40, 60),
    (140, 150, 150),
)


def some_paint(stage: Stage) -> Colour:
    rng = stage.rng
    paint = rng.choice(PAINTS) if stage.chance(0.85) else stage.colour(spread=120)
    return stage.lit(paint, rng.uniform(0.85, 1.15))


@dataclass
class _Body:
    """Places on a car: u across (-0.5 to 0.5), v up (0 at the ground, 1 at the roof)."""

    x: float
    ground: float
    width: float
    height: float
    lean: float
    paint: Colour
    waist: float
    rear: bool

    def at(self, u: float, v: float, share_of_lean: float = 0.0) -> Point:
        return (
            self.x + u * self.width + self.lean * share_of_lean,
            self.ground - v * self.height,
        )


def draw_car(stage: Stage, faces: Faces, x: float, ground: float, width: float) -> None:
    rng = stage.rng
    body = _Body(
        x=x,
        ground=ground,
        width=width,
        height=width * rng.uniform(0.68, 0.95),
        lean=rng.gauss(0, 0.03) * width,
        paint=some_paint(stage),
        waist=rng.uniform(0.52, 0.68),
        rear=stage.chance(0.58),
    )
    _under(stage, body)
    if stage.chance(0.4):
        _flank(stage, body)
    _shell(stage, body)
    _window(stage, body)
    level = body.waist * rng.uniform(0.55, 0.85)
    _lamps(stage, body, level)
    _front_or_rear(stage, body, level)
    _bumper(stage, body)
    if width > 45:
        for _ in range(rng.randint(0, 5)):
            at = body.at(rng.uniform(-0.48, 0.48), rng.uniform(0, 0.9))
            place_part(stage, *at, width * rng.uniform(0.08, 0.22))
        if stage.chance(0.5):
            at = body.at(0, rng.uniform(0.35, body.waist))
            colour = stage.lit(stage.colour(rng.uniform(90, 250), 20))
            size = (width * rng.uniform(0.06, 0.14), width * rng.uniform(0.04, 0.09))
            emblem(stage, at, size, colour)
    _plate(stage, faces, body)


def _under(stage: Stage, body: _Body) -> None:
    shadow = stage.grey(20, 45)
    stage.ellipse((body.x, body.ground), (body.width * 0.55, body.height * 0.08), shadow)
    for side in (-1, 1):
        (x0, y0), (x1, y1) = body.at(side * 0.36 - 0.09, 0.25), body.at(side * 0.36 + 0.09, -0.03)
        stage.rectangle(x0, y0, x1, y1, stage.grey(15, 30))


def _flank(stage: Stage, body: _Body) -> None:
    """The side that is seen when the car stands turned."""
    rng, side = stage.rng, stage.rng.choice((-1, 1))
    length, rise = rng.uniform(0.2, 1.2) * body.width * side, -rng.uniform(0.02, 0.15) * body.height
    paint = (body.paint[0] * 0.8, body.paint[1] * 0.8, body.paint[2] * 0.8)

    def far(point: Point, share: float = 1.0) -> Point:
        return point[0] + length * share, point[1] + rise

    low, high = body.at(side * 0.48, 0.15), body.at(side * 0.48, 0.62)
    stage.shaded([low, high, far(high), far(low)], paint, 0.3)
    sill, roof = body.at(side * 0.48, 0.64), body.at(side * 0.38, 0.95)
    stage.shaded([sill, roof, far(roof, 0.8), far(sill, 0.9)], stage.grey(20, 60), 0.5)
    hub = far(body.at(side * 0.48, 0.15), 0.75)
    wheel(stage, *hub, 0.17 * body.height, rng.uniform(0.4, 0.8))


def _shell(stage: Stage, body: _Body) -> None:
    rng, waist, at = stage.rng, body.waist, body.at
    lower = [(-0.5, 0.1), (-0.49, waist * 0.8), (-0.46, waist), (0.46, waist)]
    lower += [(0.49, waist * 0.8), (0.5, 0.1), (0.44, 0.04), (-0.44, 0.04)]
    stage.shaded([at(u, v) for u, v in lower], body.paint, 0.3)
    roof = rng.uniform(0.3, 0.42)
    upper = [at(-0.46, waist), at(-roof, 0.97, 1), at(-roof * 0.8, 1, 1)]
    upper += [at(roof * 0.8, 1, 1), at(roof, 0.97, 1), at(0.46, waist)]
    stage.shaded(upper, body.paint, 0.25)
    glass = stage.lit(stage.colour(rng.uniform(20, 110), 20))
    pane = [at(-0.42, waist + 0.02), at(0.03 - roof, 0.94, 1)]
    pane += [at(roof - 0.03, 0.94, 1), at(0.42, waist + 0.02)]
    stage.shaded(pane, glass, 0.6)
    for _ in range(rng.randint(1, 3)):
        v, tone = rng.uniform(0.2, waist), rng.uniform(0.4, 1.1)
        colour = (body.paint[0] * tone, body.paint[1] * tone, body.paint[2] * tone)
        ends = (at(-rng.uniform(0.3, 0.48), v), at(rng.uniform(0.3, 0.48), v))
        stage.line(*ends, colour, body.width * 0.006)


def _window(stage: Stage, body: _Body) -> None:
    rng, waist, at = stage.rng, body.waist, body.at
    if stage.chance(0.5):
        sky = stage.grey(60, 190)
        left, right = rng.uniform(-0.3, 0), rng.uniform(0, 0.3)
        edge = [
            at(left, waist + 0.03),
            at(left, 0.9, 1),
            at(right, 0.9, 1),
            at(right, waist + 0.03),
        ]
        stage.shaded(edge, sky, 0.6)
    if stage.chance(0.4):
        wiper = (at(rng.uniform(-0.3, 0), waist + 0.03), at(rng.uniform(0, 0.3), waist + 0.08))
        stage.line(*wiper, (15, 15, 15), body.width * 0.008)
    if stage.chance(0.2) and body.width > 60:
        spot = at(rng.uniform(-0.3, 0.3), waist + rng.uniform(0.05, 0.25))
        sticker(stage, *spot, body.width * rng.uniform(0.08, 0.2))
    for side in (-1, 1):
        if stage.chance(0.7):
            colour = body.paint if stage.chance(0.6) else stage.grey(15, 35)
            size = (0.05 * body.width, 0.05 * body.height)
            stage.ellipse(at(side * 0.53, waist + 0.03), size, colour)


def _lamps(stage: Stage, body: _Body, level: float) -> None:
    rng = stage.rng
    wide, tall = body.width * rng.uniform(0.08, 0.2), body.width * rng.uniform(0.05, 0.16)
    state, across = rng.getstate(), rng.uniform(0.36, 0.44)
    for side in (-1, 1):
        rng.setstate(state)  # both lamps of a pair look the same
        lamp(stage, *body.at(side * across, level), wide, tall)
    if stage.chance(0.6 if stage.light < 0.8 else 0.25):
        colour = (70.0, 70.0, 255.0) if body.rear else (255.0, 255.0, 255.0)
        strength = rng.uniform(0.3, 0.9)
        shine = (colour[0] * strength, colour[1] * strength, colour[2] * strength)
        for side in (-1, 1):
            x, y = body.at(side * across, level)
            stage.ellipse((x, y), (wide * 0.3, tall * 0.4), colour)
            stage.lights.append((x, y, min(60, tall * rng.uniform(0.3, 0.7)), shine))
        if body.rear and stage.chance(0.6):
            x, y = body.at(0, rng.choice((body.waist - 0.04, 0.93)))
            half, flat = body.width * rng.uniform(0.03, 0.1), body.width * 0.008
            stage.rectangle(x - half, y - flat, x + half, y + flat, colour)


def _front_or_rear(stage: Stage, body: _Body, level: float) -> None:
    rng, width = stage.rng, body.width
    if not body.rear:
        if stage.chance(0.85):
            at = body.at(0, level + rng.uniform(-0.05, 0.03))
            grille(
                stage, *at, width * rng.uniform(0.12, 0.34), body.height * rng.uniform(0.025, 0.1)
            )
        return
    for side in (-1, 1):
        if stage.chance(0.6) and width > 50:
            text, height = badge(rng), width * rng.uniform(0.015, 0.04)
            at = body.at(side * rng.uniform(0.2, 0.32), body.waist - rng.uniform(0.03, 0.2))
            colour = stage.lit(stage.colour(rng.uniform(130, 240), 10))
            stage.write(text, at, height, colour, width=height * len(text) * 0.8)
    if stage.chance(0.12) and width > 60:
        text, height = on_vehicle(rng), width * rng.uniform(0.02, 0.06)
        at = body.at(rng.uniform(-0.2, 0.2), rng.uniform(0.3, body.waist))
        span = min(width * 0.8, height * len(text) * rng.uniform(0.5, 0.8))
        stage.write(text, at, height, stage.lit(stage.colour(spread=110)), width=span)
    if stage.chance(0.15):
        at = body.at(rng.uniform(-0.4, 0.4), rng.uniform(0.2, body.waist))
        sticker(stage, *at, width * rng.uniform(0.08, 0.2))


def _bumper(stage: Stage, body: _Body) -> None:
    rng, at = stage.rng, body.at
    if stage.chance(0.85):
        low, high = rng.uniform(0.1, 0.16), rng.uniform(0.26, 0.36)
        other = stage.lit(rng.choice(((35, 35, 35), (60, 60, 60), (180, 180, 185))))
        colour = body.paint if stage.chance(0.5) else other
        stage.shaded([at(-0.51, low), at(-0.51, high), at(0.51, high), at(0.51, low)], colour, 0.35)
    if stage.chance(0.5):
        half = rng.uniform(0.15, 0.4)
        (x0, y0), (x1, y1) = at(-half, 0.17), at(half, 0.08)
        stage.rectangle(x0, y0, x1, y1, stage.grey(10, 30))
    for side in (-1, 1):
        if stage.chance(0.4):
            radius = body.width * 0.025
            stage.ellipse(at(side * 0.38, 0.17), (radius, radius), stage.grey(90, 220))


def _plate(stage: Stage, faces: Faces, body: _Body) -> None:
    rng = stage.rng
    u = rng.gauss(0, 0.02) if stage.chance(0.85) else rng.uniform(-0.3, 0.3)
    v = rng.choice((rng.uniform(0.14, 0.3), rng.uniform(0.14, 0.3), rng.uniform(0.3, 0.5)))
    centre = body.at(u, v)
    if stage.without_plates or stage.chance(0.1):
        if stage.chance(0.75):
            empty_holder(stage, centre, body.width * rng.uniform(0.15, 0.3), body.paint)
        return
    face = faces(rng)
    ratio = face.shape[0] / face.shape[1]
    wide = ratio < 0.35
    width = body.width * (rng.uniform(0.2, 0.32) if wide else rng.uniform(0.15, 0.22))
    if width < 10:
        return
    if stage.chance(0.55):
        recess(stage, centre, width, ratio, body.paint)
    pose = some_pose(rng, 0.15)
    mount(stage, face, centre, width, pose)
    if stage.chance(0.08):
        before_plate(stage, centre, width, width * ratio)
    if width > 60 and stage.chance(0.15):
        side = rng.choice((-1, 1))
        at = (
            centre[0] + side * width * rng.uniform(0.8, 1.2),
            centre[1] + width * rng.uniform(-0.2, 0.2),
        )
        place_part(stage, *at, width * rng.uniform(0.3, 0.8))
