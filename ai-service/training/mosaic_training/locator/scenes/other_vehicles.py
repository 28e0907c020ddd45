"""Lorries, vans and motorcycles, and plates close up on any ground."""

import math

from mosaic_training.locator.scenes.displays import label, led_display
from mosaic_training.locator.scenes.lamps import lamp
from mosaic_training.locator.scenes.lettering import notice
from mosaic_training.locator.scenes.mounting import Faces, empty_holder, mount, recess, some_pose
from mosaic_training.locator.scenes.stage import Colour, Stage
from mosaic_training.locator.scenes.vehicle_parts import place_part, sticker, wheel
from mosaic_training.locator.scenes.vehicles import some_paint
from mosaic_training.locator.scenes.wordings import fleet_number, on_vehicle


def draw_lorry(stage: Stage, faces: Faces, x: float, ground: float, width: float) -> None:
    """The rear or the front of a box on wheels, with much lettering."""
    rng = stage.rng
    height, paint = width * rng.uniform(0.9, 1.6), some_paint(stage)
    left, right, top, floor = x - width / 2, x + width / 2, ground - height, ground - height * 0.2
    for side in (-1, 1):
        at = (x + side * width * 0.36, ground - width * 0.1)
        wheel(stage, *at, width * 0.12, rng.uniform(0.5, 0.9))
    stage.rectangle(
        left + width * 0.05, floor, right - width * 0.05, ground - width * 0.08, stage.grey(10, 60)
    )
    stage.shaded([(left, top), (right, top), (right, floor), (left, floor)], paint, 0.2)
    if stage.chance(0.6):
        tone = rng.uniform(0.5, 1.2)
        stage.line(
            (x, top), (x, floor), (paint[0] * tone, paint[1] * tone, paint[2] * tone), width * 0.012
        )
    bright = sum(paint) > 380 * stage.light
    ink = stage.lit(stage.colour(rng.uniform(10, 110) if bright else rng.uniform(160, 250), 90))
    _lettering(stage, (left, top, right, floor), ink)
    for side in (-1, 1):
        if stage.chance(0.8):
            at = (
                x + side * width * rng.uniform(0.38, 0.44),
                floor + height * rng.uniform(0.02, 0.12),
            )
            lamp(stage, *at, width * rng.uniform(0.06, 0.16), width * rng.uniform(0.04, 0.08))
    for _ in range(rng.randint(0, 3)):
        at = (x + width * rng.uniform(-0.45, 0.45), rng.uniform(top + height * 0.3, ground))
        place_part(stage, *at, width * rng.uniform(0.06, 0.18))
    if stage.chance(0.25):
        led_display(
            stage, x, top + height * rng.uniform(0.04, 0.12), width * rng.uniform(0.05, 0.1)
        )
    spot = (x + width * rng.uniform(-0.3, 0.3), floor + height * rng.uniform(-0.08, 0.1))
    if stage.chance(0.3):
        # Where a plate may be, too.
        at = (x + width * rng.uniform(-0.4, 0.4), spot[1] - height * rng.uniform(-0.02, 0.15))
        stage.write(fleet_number(rng), at, width * rng.uniform(0.03, 0.08), ink)
    if stage.without_plates or stage.chance(0.12):
        if stage.chance(0.5):
            empty_holder(stage, spot, width * rng.uniform(0.12, 0.25), paint)
        return
    face = faces(rng)
    span = width * (
        rng.uniform(0.14, 0.24) if face.shape[1] > face.shape[0] * 2.8 else rng.uniform(0.1, 0.17)
    )
    if span >= 10:
        mount(stage, face, spot, span, some_pose(rng, 0.12))


def _lettering(stage: Stage, box: tuple[float, float, float, float], ink: Colour) -> None:
    rng, (left, top, right, floor) = stage.rng, box
    width, height = right - left, floor - top
    for _ in range(rng.randint(0, 5)):
        text = on_vehicle(rng) if stage.chance(0.6) else notice(rng)
        high = width * rng.uniform(0.03, 0.13)
        at = (left + width * rng.uniform(0.25, 0.75), top + height * rng.uniform(0.1, 0.92))
        span = min(width * 0.9, high * len(text) * rng.uniform(0.5, 0.8))
        stage.write(text, at, high, ink, width=span)


def draw_van_side(stage: Stage, x: float, ground: float, width: float) -> None:
    """The side of a van or bus with lettering; it has no plate."""
    rng = stage.rng
    height, paint = width * rng.uniform(0.4, 0.6), some_paint(stage)
    left, right, top = x - width / 2, x + width / 2, ground - height
    base = ground - height * 0.15
    nose = rng.choice((-1, 1)) * width * 0.06
    shape = [(left + max(0, nose), top), (right + min(0, nose), top), (right, base), (left, base)]
    stage.shaded(shape, paint, 0.25)
    for side in (-0.3, 0.3):
        wheel(stage, x + side * width, base, height * 0.18, 1.0)
    if stage.chance(0.7):
        edge = (
            left + width * 0.1,
            top + height * 0.1,
            left + width * rng.uniform(0.3, 0.9),
            top + height * 0.4,
        )
        stage.rectangle(*edge, stage.grey(20, 90))
    bright = sum(paint) > 380 * stage.light
    ink = stage.lit(stage.colour(rng.uniform(10, 110) if bright else rng.uniform(160, 250), 90))
    _lettering(stage, (left, top, right, base), ink)


def draw_motorcycle(stage: Stage, faces: Faces, x: float, ground: float, width: float) -> None:
    """From behind: tyre, mudguard, lamp, a small tall plate."""
    rng = stage.rng
    height = width * rng.uniform(1.6, 2.3)
    paint = some_paint(stage)
    stage.ellipse((x, ground - height * 0.22), (width * 0.13, height * 0.24), stage.grey(8, 35))
    top = ground - height * 0.75
    guard = [
        (x - width * 0.2, top),
        (x + width * 0.2, top),
        (x + width * 0.14, ground - height * 0.3),
    ]
    stage.shaded([*guard, (x - width * 0.14, ground - height * 0.3)], paint, 0.4)
    for side in (-1, 1):
        handle = ((x, top - height * 0.1), (x + side * width * 0.5, top - height * 0.2))
        stage.line(*handle, stage.grey(20, 120), width * 0.05)
        if stage.chance(0.6):
            bag = [
                (x + side * width * u, ground - height * v)
                for u, v in ((0.2, 0.6), (0.5, 0.58), (0.48, 0.32), (0.22, 0.3))
            ]
            stage.shaded(bag, stage.grey(15, 90), 0.4)
        stage.ellipse(
            (x + side * width * 0.3, top), (width * 0.05, width * 0.04), stage.lit((20, 120, 240))
        )
    if stage.chance(0.6):
        rider = [
            (x - width * 0.3, top),
            (x - width * 0.32, top - height * 0.45),
            (x + width * 0.32, top - height * 0.45),
            (x + width * 0.3, top),
        ]
        stage.shaded(rider, stage.lit(stage.colour(spread=60)), 0.4)
        stage.ellipse(
            (x, top - height * 0.55), (width * 0.16, width * 0.19), stage.lit(stage.colour())
        )
    lamp(stage, x, top + height * 0.05, width * 0.22, width * 0.12)
    spot = (x + rng.gauss(0, 0.02) * width, top + height * rng.uniform(0.16, 0.24))
    if stage.without_plates:
        empty_holder(stage, spot, width * 0.25, paint)
        return
    face = faces(rng)
    span = width * (rng.uniform(0.26, 0.36) if face.shape[1] < face.shape[0] * 2.8 else 0.42)
    if span >= 10:
        pose = some_pose(rng, 0.15)
        mount(stage, face, spot, span, pose)


def draw_close_up(stage: Stage, faces: Faces, x: float, y: float, width: float) -> None:
    """A plate on a piece of a vehicle or of anything; steep angles among them."""
    rng = stage.rng
    paint = some_paint(stage)
    face = faces(rng)
    ratio = face.shape[0] / face.shape[1]
    if stage.chance(0.75):
        half, tall = width * rng.uniform(0.6, 2.2), width * rng.uniform(0.35, 1.3)
        stage.shaded(
            [
                (x - half, y - tall),
                (x + half, y - tall * rng.uniform(0.8, 1)),
                (x + half, y + tall),
                (x - half, y + tall),
            ],
            paint,
            rng.uniform(0.2, 0.5),
        )
        for _ in range(rng.randint(0, 3)):
            row = y + tall * rng.choice((-1, 1)) * rng.uniform(0.5, 1)
            tone = rng.uniform(0.3, 1.3)
            crease = (paint[0] * tone, paint[1] * tone, paint[2] * tone)
            stage.line(
                (x - half, row),
                (x + half, row + rng.gauss(0, 4)),
                crease,
                width * rng.uniform(0.01, 0.06),
            )
        for _ in range(rng.randint(0, 4)):
            angle, away = rng.uniform(0, 2 * math.pi), width * rng.uniform(0.75, 1.6)
            at = (x + away * math.cos(angle), y + away * 0.8 * math.sin(angle))
            place_part(stage, *at, width * rng.uniform(0.2, 0.9))
        if stage.chance(0.25):
            sticker(
                stage,
                x + width * rng.uniform(-0.6, 0.6),
                y - width * (ratio * 0.5 + rng.uniform(0.25, 0.5)),
                width * 0.5,
            )
        if stage.chance(0.5):
            recess(stage, (x, y), width, ratio, paint)
    if stage.without_plates:
        if stage.chance(0.4):
            label(stage, x, y, width * rng.uniform(0.3, 0.5))
        else:
            empty_holder(stage, (x, y), width, paint)
        return
    mount(stage, face, (x, y), width, some_pose(rng, rng.choice((0.15, 0.35, 0.55))))
