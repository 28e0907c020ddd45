"""What the camera makes of a scene: its view, its lettering, blur, exposure, noise, compression."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.scenes.stage import Colour, Pixels, Stage
from mosaic_training.locator.scenes.wordings import caption


def turn_view(stage: Stage) -> None:
    """Looks at the whole scene from aside, from above, or with a tilted camera; plates move along."""
    rng, side = stage.rng, stage.side
    corners = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    middle = np.float32(side / 2)
    moved = corners - middle
    squeeze = np.array([rng.uniform(0.55, 1.05), rng.uniform(0.8, 1.05)], np.float32)
    angle = rng.gauss(0, 0.12)
    turn = np.array(
        [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]], np.float32
    )
    moved = (moved * squeeze) @ turn.T
    shear = np.float32(rng.gauss(0, 0.2))
    moved[:, 1] += moved[:, 0] * shear
    nearer = 1 + moved[:, 0] / middle * np.float32(rng.gauss(0, 0.14))
    moved = moved * nearer[:, None]
    # Grown until the old picture covers the middle: borders filled by reflection stay narrow.
    reach = np.abs(moved).max(0)
    moved *= (
        np.float32(side / 2) / np.minimum(reach, middle).min() * np.float32(rng.uniform(0.9, 1.3))
    )
    target = (moved + middle).astype(np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(corners, target), np.float64)
    for plate in stage.plates:
        placed = cv2.perspectiveTransform(plate.corners[None], matrix)[0]
        plate.corners = np.asarray(placed, np.float32)
    stage.lettering = [
        np.asarray(cv2.perspectiveTransform(corners[None], matrix)[0], np.float32)
        for corners in stage.lettering
    ]
    there = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
    back = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    around = (0.0, 0.0, 0.0) if stage.chance(0.3) else cv2.mean(stage.picture)[:3]
    warped = cv2.warpPerspective(
        stage.picture,
        there @ matrix @ back,
        (side, side),
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=around,
    )
    stage.picture = np.asarray(warped, np.uint8)


def stamp(stage: Stage) -> None:
    """Times, names and frames that recorders write into the picture."""
    rng, side = stage.rng, stage.side
    inks: tuple[Colour, ...] = (
        (255, 255, 255),
        (0, 255, 255),
        (0, 255, 0),
        (10, 10, 10),
        (60, 60, 255),
    )
    ink, height, file = rng.choice(inks), rng.uniform(6, 26), stage.fonts.any(rng)
    for _ in range(rng.choice((1, 1, 2, 3))):
        text = caption(rng)
        row = rng.choice((0.04, 0.09, 0.92, 0.96, rng.uniform(0.04, 0.96)))
        at = (rng.uniform(0.15, 0.85) * side, row * side)
        half = height * len(text) * 0.3
        if stage.chance(0.3):
            ground = (0.0, 0.0, 0.0) if sum(ink) > 200 else (230.0, 230.0, 230.0)
            box = (at[0] - half - 4, at[1] - height * 0.75, at[0] + half + 4, at[1] + height * 0.75)
            stage.rectangle(*box, ground)
        shade = (20.0, 20.0, 20.0) if sum(ink) > 200 and stage.chance(0.5) else None
        stage.write(text, at, height, ink, width=2 * half, relief=shade, file=file)
    if stage.chance(0.3):
        x, y, size = rng.uniform(0, side), rng.uniform(0, side), rng.uniform(15, 120)
        corners = [(x, y), (x + size * 1.5, y), (x + size * 1.5, y + size), (x, y + size)]
        stage.outline(corners, ink, rng.choice((1, 2, 3)))


def expose(stage: Stage) -> Pixels:
    """Blur, tone, noise and compression, in the order in which a camera has them."""
    rng, picture = stage.rng, stage.picture
    kind = rng.random()
    if kind < 0.38:
        picture = _blurred(stage, picture)
    elif kind < 0.55:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.2)
        amount = rng.uniform(0.3, 1.0)
        picture = np.asarray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0), np.uint8)
    picture = np.asarray(cv2.LUT(picture, _tone(stage)), np.uint8)
    if not stage.infra_red and rng.random() < 0.12:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        picture = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    if rng.random() < 0.6:
        picture = _noisy(stage, picture)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, rng.randint(20, 92)]
        stored = cv2.imencode(".jpg", picture, quality)[1]
        picture = np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), np.uint8)
    return picture


def _blurred(stage: Stage, picture: Pixels) -> Pixels:
    rng, side, kind = stage.rng, stage.side, stage.rng.random()
    if kind < 0.4:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.6)), np.uint8)
    if kind < 0.72:
        return np.asarray(cv2.filter2D(picture, -1, _motion(stage)), np.uint8)
    small = rng.uniform(0.4, 0.85)
    shrunk = cv2.resize(picture, None, fx=small, fy=small, interpolation=cv2.INTER_AREA)
    method = rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST))
    return np.asarray(cv2.resize(shrunk, (side, side), interpolation=method), np.uint8)


def _motion(stage: Stage) -> NDArray[np.float32]:
    """A kernel along a line; most movement in pictures of traffic is near horizontal."""
    rng = stage.rng
    length = round(min(13, 3 + rng.expovariate(0.35)))
    angle = rng.gauss(0, 0.35) if stage.chance(0.7) else rng.uniform(0, math.pi)
    kernel = np.zeros((length, length), np.float32)
    middle = (length - 1) / 2
    for step in np.linspace(-middle, middle, 2 * length):
        row, column = middle + step * math.sin(angle), middle + step * math.cos(angle)
        kernel[round(row), round(column)] = 1
    return np.asarray(kernel / kernel.sum(), np.float32)


def _tone(stage: Stage) -> Pixels:
    """Gamma, contrast, brightness and colour cast as one table (1, 256, 3)."""
    rng = stage.rng
    curve = (np.arange(256) / 255) ** math.exp(rng.gauss(0, 0.25))
    curve = (curve - 0.5) * rng.uniform(0.65, 1.3) + 0.5 + rng.gauss(0, 0.06)
    cast = rng.choice((0.03, 0.05, 0.12))
    table = np.stack([curve * 255 * (1 + rng.gauss(0, cast)) for _ in "bgr"], 1)
    return np.clip(table, 0, 255).astype(np.uint8)[None]


def _noisy(stage: Stage, picture: Pixels) -> Pixels:
    rng, side = stage.rng, stage.side
    deviation = abs(rng.gauss(0, 6 if stage.light > 0.6 else 10))
    grain = (stage.textures.grain(rng, side, side) * np.float32(deviation)).astype(np.int16)
    if rng.random() < 0.5:
        layers = [grain, np.ascontiguousarray(grain.T), np.ascontiguousarray(grain[::-1])]
    else:
        layers = [grain, grain, grain]
    return np.asarray(cv2.add(picture, cv2.merge(layers), dtype=cv2.CV_8U), np.uint8)
