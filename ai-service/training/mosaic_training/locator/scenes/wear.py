"""What spoils plates on the road: dirt, faded colours, and what is mounted before them."""

import numpy as np

from mosaic_training.locator.scenes.stage import Pixels, Point, Stage, blend, clipped


def worn(stage: Stage, face: Pixels) -> Pixels:
    """Unevenness, the edge of a shadow or faded colours, beside the wear that faces have."""
    rng, (rows, columns) = stage.rng, face.shape[:2]
    kind = rng.random()
    if kind > 0.5:
        return face
    if kind > 0.42:
        return _muddy(stage, face)
    shape = face.astype(np.float32)
    if kind < 0.12:
        grain = stage.textures.cut(rng, rows, columns, rng.uniform(0.1, 0.6))
        shape *= (1 + grain * np.float32(rng.uniform(0.02, 0.12)))[..., None]
    elif kind > 0.3:
        mean = shape.mean((0, 1)) * np.float32(rng.uniform(0.5, 1.0))
        shape = mean + (shape - shape.mean((0, 1))) * np.float32(rng.uniform(0.25, 0.7))
    else:
        slope = np.linspace(0, 1, rows)[:, None] * rng.uniform(-1, 1)
        slope = slope + np.linspace(0, 1, columns)[None] * rng.uniform(-1, 1)
        shade = np.where(
            slope > np.median(slope) + rng.uniform(-0.4, 0.4), 1, rng.uniform(0.3, 0.8)
        )
        shape *= shade[..., None].astype(np.float32)
    return np.clip(shape, 0, 255).astype(np.uint8)


def _muddy(stage: Stage, face: Pixels) -> Pixels:
    """Splashes, thicker below; characters still show."""
    rng, (rows, columns) = stage.rng, face.shape[:2]
    field = stage.textures.cut(rng, rows, columns, rng.uniform(0.1, 0.5))
    field = field + np.linspace(-1.2, 1.0, rows, dtype=np.float32)[:, None] * rng.uniform(0, 1.5)
    mask = np.clip((field - rng.uniform(-0.2, 0.8)) * 160, 0, rng.uniform(100, 225)).astype(
        np.uint8
    )
    muddy = face.copy()
    tone = rng.uniform(40, 130)
    mud = clipped((tone * 0.75, tone * 0.9, tone))
    blend(muddy, np.full(face.shape, mud, np.uint8), mask)
    return muddy


def before_plate(stage: Stage, centre: Point, width: float, height: float) -> None:
    """What is mounted before a plate and hides a little of it: bars, a tow hook, a bicycle's rack."""
    rng, (x, y) = stage.rng, centre
    colour, kind = stage.grey(15, 230), rng.random()
    thick = max(1.0, height * rng.uniform(0.05, 0.16))
    if kind < 0.35:
        for _ in range(rng.randint(1, 2)):
            at = x + width * rng.uniform(-0.6, 0.6)
            lean = rng.gauss(0, 0.05) * width
            stage.line((at, y - height * 1.5), (at + lean, y + height * 1.5), colour, thick)
    elif kind < 0.6:
        at = y + height * rng.choice((-1, 1)) * rng.uniform(0.3, 0.6)
        stage.line((x - width, at), (x + width, at + rng.gauss(0, 0.1) * height), colour, thick)
    else:
        at, radius = x + width * rng.gauss(0, 0.1), height * rng.uniform(0.12, 0.3)
        below = y + height * rng.uniform(0.25, 0.7)
        stage.line((at, below), (at, below + height), colour, thick)
        stage.ellipse((at, below), (radius, radius), stage.grey(20, 220))
