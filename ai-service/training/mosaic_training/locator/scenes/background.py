"""Ground, sky, buildings, foliage, fences, road marks."""

import cv2
import numpy as np

from mosaic_training.locator.scenes.stage import Pixels, Stage, add, clipped


def paint_background(stage: Stage) -> float:
    """Fills the picture; gives the row of the horizon."""
    rng, side = stage.rng, stage.side
    horizon = int(side * rng.uniform(0.05, 0.6))
    stage.picture[:] = _sky_and_ground(stage, horizon)
    if stage.chance(0.2):
        _fallen_leaves(stage, rng.randint(60, 260))
        return horizon
    for _ in range(rng.randint(1, 5)):
        _thing_behind(stage, horizon)
    for _ in range(rng.randint(0, 4)):
        colour = stage.lit(stage.colour(rng.uniform(100, 245), 40))
        start = (rng.uniform(0, side), rng.uniform(horizon, side))
        end = (rng.uniform(-0.2, 1.2) * side, rng.uniform(horizon, side))
        stage.line(start, end, colour, rng.uniform(1, 8))
    if stage.chance(0.4):
        x = rng.uniform(0, side)
        end = (x + rng.uniform(-4, 4), rng.uniform(0.4, 1) * side)
        stage.line((x, 0), end, stage.lit(stage.colour(spread=20)), rng.uniform(1, 8))
    return horizon


def _sky_and_ground(stage: Stage, horizon: int) -> Pixels:
    rng, side = stage.rng, stage.side
    picture = np.empty((side, side, 3), np.uint8)
    picture[:horizon] = clipped(stage.lit(stage.colour(rng.uniform(90, 250), 40)))
    picture[horizon:] = clipped(
        stage.lit(stage.colour(rng.uniform(40, 190), rng.choice((8, 12, 30))))
    )
    half, middle = side // 2, horizon // 2
    down = np.linspace(-0.5, 0.5, half, dtype=np.float32)
    field = stage.textures.cut(rng, half, half)
    field[:middle] *= np.float32(rng.uniform(0, 25))
    field[middle:] *= np.float32(rng.uniform(3, 20))
    field += down[:, None] * np.float32(rng.uniform(-80, 80))
    field += down[None] * np.float32(rng.uniform(-60, 60))
    add(picture, np.asarray(cv2.resize(field * np.float32(stage.light), (side, side))))
    return picture


def _fallen_leaves(stage: Stage, count: int) -> None:
    """Shapes of all sizes over each other: edges and contrasts as photographs have them (Lee et al. 2001)."""
    rng, side = stage.rng, stage.side
    colours = [stage.lit(stage.colour(spread=rng.choice((15, 40, 90)))) for _ in range(7)]
    largest = side * rng.uniform(0.1, 0.4)
    for _ in range(count):
        size = min(largest, 4 / max(1e-3, rng.random()) ** 0.8)
        x, y, flat = rng.uniform(0, side), rng.uniform(0, side), rng.uniform(0.3, 1.0)
        colour, kind = rng.choice(colours), rng.random()
        if kind < 0.4:
            stage.ellipse((x, y), (size, size * flat), colour, turn=rng.uniform(0, 180))
        elif kind < 0.7:
            stage.rectangle(x - size, y - size * flat, x + size, y + size * flat, colour)
        elif kind < 0.85:
            corners = [
                (x + size * rng.uniform(-1, 1), y + size * rng.uniform(-1, 1)) for _ in range(4)
            ]
            stage.polygon(corners, colour)
        else:
            end = (x + 2 * size * rng.uniform(-1, 1), y + 2 * size * rng.uniform(-1, 1))
            stage.line((x, y), end, colour, rng.uniform(1, 5))
    stage.roughen(0, 0, side, side, rng.uniform(0, 14) * stage.light)


def _thing_behind(stage: Stage, horizon: int) -> None:
    rng, side = stage.rng, stage.side
    width, height = side * rng.uniform(0.1, 0.7), side * rng.uniform(0.1, 0.6)
    x, y = rng.uniform(-0.2, 1) * side, horizon - height * rng.uniform(0.3, 1)
    kind = rng.random()
    if kind < 0.5:
        _building(stage, x, y, width, height)
    elif kind < 0.78:
        _foliage(stage, x, y, width, height)
    else:
        _fence(stage, x, y, width, height)


def _building(stage: Stage, x: float, y: float, width: float, height: float) -> None:
    rng = stage.rng
    stage.rectangle(x, y, x + width, y + height, stage.lit(stage.colour(spread=50)))
    if stage.chance(0.7):
        columns, rows = rng.randint(1, 7), rng.randint(1, 6)
        bright = stage.light < 0.6 and stage.chance(0.4)
        pane = (
            stage.colour(rng.uniform(150, 250), 60)
            if bright
            else stage.lit(stage.colour(spread=30))
        )
        inset_x, inset_y = rng.uniform(0.15, 0.45), rng.uniform(0.15, 0.45)
        for i in range(columns):
            for j in range(rows):
                left, right = (i + inset_x) / columns, (i + 1 - inset_x) / columns
                top, bottom = (j + inset_y) / rows, (j + 1 - inset_y) / rows
                box = (x + width * left, y + height * top, x + width * right, y + height * bottom)
                stage.rectangle(*box, pane)
    stage.roughen(x, y, x + width, y + height, rng.uniform(0, 10) * stage.light)


def _foliage(stage: Stage, x: float, y: float, width: float, height: float) -> None:
    rng, side = stage.rng, stage.side
    left, top = max(0, int(x)), max(0, int(y))
    right, bottom = min(side, int(x + width)), min(side, int(y + height))
    if right - left < 5 or bottom - top < 5:
        return
    region = stage.picture[top:bottom, left:right]
    rows, columns = region.shape[:2]
    where = stage.textures.cut(rng, rows, columns, rng.uniform(0.3, 1.0)) > rng.uniform(-1, 0.3)
    green = stage.lit((rng.uniform(10, 80), rng.uniform(50, 140), rng.uniform(20, 110)))
    gain = 1 + 0.4 * stage.textures.cut(rng, rows, columns, rng.uniform(0.2, 0.6))
    leaves = np.clip(np.array(green, np.float32) * gain[..., None], 0, 255)
    region[:] = np.where(where[..., None], leaves, region).astype(np.uint8)


def _fence(stage: Stage, x: float, y: float, width: float, height: float) -> None:
    rng = stage.rng
    colour, thick = stage.lit(stage.colour(spread=30)), rng.randint(1, 3)
    step, upright = rng.randint(5, 22), stage.chance(0.6)
    for offset in range(0, int(width if upright else height), step):
        if upright:
            stage.rectangle(x + offset, y, x + offset + thick, y + height, colour)
        else:
            stage.rectangle(x, y + offset, x + width, y + offset + thick, colour)
