"""Plates on the picture: frame, recess, projection, light, and the truth about them."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.locator.scenes.lettering import word
from mosaic_training.locator.scenes.stage import (
    Colour,
    Pixels,
    Point,
    Stage,
    TruePlate,
    blend,
    clipped,
    paint_mask,
)
from mosaic_training.locator.scenes.wear import worn

Faces = Callable[[random.Random], Pixels]
"""Gives the face of some plate, without a frame."""

SHORTEST_PX = 13.0
"""A plate narrower than this on the picture is neither asked for nor forbidden."""


@dataclass(frozen=True)
class Pose:
    """Angles in radians; distance in plate widths, small ones give strong perspective."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    distance: float = 8.0


def some_pose(rng: random.Random, spread: float = 0.2) -> Pose:
    return Pose(
        yaw=rng.gauss(0, spread),
        pitch=rng.gauss(0.08, spread * 0.5),
        roll=rng.gauss(0, 0.04 + spread * 0.1),
        distance=rng.uniform(3, 14),
    )


def projected(centre: Point, width: float, height: float, pose: Pose) -> NDArray[np.float32]:
    """Corners of a rectangle of that size turned in space, seen through a pinhole."""
    flat = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]) * [width, height]
    x, y = flat[:, 0], flat[:, 1]
    x, z = x * math.cos(pose.yaw), x * math.sin(pose.yaw)
    y, z = y * math.cos(pose.pitch), z + y * math.sin(pose.pitch)
    depth = 1 + z / (pose.distance * width)
    x, y = x / depth, y / depth
    cos, sin = math.cos(pose.roll), math.sin(pose.roll)
    turned = np.stack([x * cos - y * sin, x * sin + y * cos], 1)
    return np.asarray(turned + np.array(centre), np.float32)


def mount(stage: Stage, face: Pixels, centre: Point, width: float, pose: Pose) -> TruePlate | None:
    """Draws the plate with whatever frame it gets and notes the truth; None when it lies outside."""
    ratio = face.shape[0] / face.shape[1]
    if face.shape[1] > width * 1.6:
        size = (max(6, round(width * 1.3)), max(4, round(width * 1.3 * ratio)))
        face = np.asarray(cv2.resize(face, size, interpolation=cv2.INTER_AREA), np.uint8)
    body, mask, (left, top) = _framed(stage, worn(stage, face))
    corners = projected(centre, width, width * ratio, pose)
    rows, columns = face.shape[:2]
    inner = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(inner + np.array([left, top], np.float32), corners)
    _lay(stage, body, mask, np.asarray(matrix, np.float64), _plate_light(stage))
    low, high = corners.min(0), corners.max(0)
    seen_low, seen_high = np.clip(low, 0, stage.side), np.clip(high, 0, stage.side)
    seen = float(np.prod(seen_high - seen_low) / max(1e-6, float(np.prod(high - low))))
    if seen <= 0.02:
        return None
    short = float(high[0] - low[0]) < SHORTEST_PX or float(high[1] - low[1]) < 5
    plate = TruePlate(corners, ignored=seen < 0.65 or short)
    stage.plates.append(plate)
    return plate


def _lay(
    stage: Stage, body: Pixels, mask: Pixels, matrix: NDArray[np.float64], light: Colour
) -> None:
    rows, columns = body.shape[:2]
    outer = np.array([[[0, 0], [columns, 0], [columns, rows], [0, rows]]], np.float32)
    reach = cv2.perspectiveTransform(outer, matrix)[0]
    left, top = (max(0, int(v)) for v in np.floor(reach.min(0)) - 1)
    right, bottom = (min(stage.side, int(v)) for v in np.ceil(reach.max(0)) + 1)
    if right - left < 2 or bottom - top < 2:
        return
    # Pixel centres lie half a pixel inside their pixel, in the face as on the picture.
    to_picture = np.array([[1, 0, -0.5 - left], [0, 1, -0.5 - top], [0, 0, 1]])
    from_face = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    transform = to_picture @ matrix @ from_face
    size = (right - left, bottom - top)
    paint = cv2.warpPerspective(body, transform, size, borderMode=cv2.BORDER_REPLICATE)
    shape = np.asarray(cv2.warpPerspective(mask, transform, size), np.uint8)
    lit = cv2.multiply(paint, np.array([*light, 1.0]))
    blend(stage.picture[top:bottom, left:right], np.asarray(lit, np.uint8), shape)


def _framed(stage: Stage, face: Pixels) -> tuple[Pixels, Pixels, tuple[int, int]]:
    """The plate in what holds it, its mask, and where the plate begins."""
    rng, (rows, columns) = stage.rng, face.shape[:2]
    if not stage.chance(0.5):
        mask = np.full((rows, columns), 255, np.uint8)
        radius = round(rows * rng.uniform(0, 0.1))
        if radius > 1:
            mask[:] = 0
            cv2.rectangle(mask, (radius, 0), (columns - 1 - radius, rows - 1), 255, -1)
            cv2.rectangle(mask, (0, radius), (columns - 1, rows - 1 - radius), 255, -1)
            for x in (radius, columns - 1 - radius):
                for y in (radius, rows - 1 - radius):
                    cv2.circle(mask, (x, y), radius, 255, -1)
        return face, mask, (0, 0)
    if rows > columns * 0.4 and stage.chance(0.55):
        return _rimmed(stage, face)
    thin = max(1, round(rows * rng.uniform(0.02, 0.13)))
    above = thin if stage.chance(0.8) else max(1, round(rows * rng.uniform(0.05, 0.26)))
    below = thin if stage.chance(0.4) else max(1, round(rows * rng.uniform(0.05, 0.28)))
    dark = stage.chance(0.7)
    colour = (
        stage.colour(rng.uniform(0, 70), 10) if dark else stage.colour(rng.uniform(120, 240), 25)
    )
    body = np.asarray(
        cv2.copyMakeBorder(
            face, above, below, thin, thin, cv2.BORDER_CONSTANT, value=clipped(colour)
        ),
        np.uint8,
    )
    ink = (225.0, 225.0, 225.0) if dark else (25.0, 25.0, 25.0)
    for middle, room in ((above / 2, above), (above + rows + below / 2, below)):
        if room > rows * 0.1 and room > 4 and stage.chance(0.75):
            _label(stage, body, middle, room, ink)
    if stage.chance(0.3):
        edge = clipped(stage.colour(rng.uniform(90, 250), 10))
        cv2.rectangle(body, (0, 0), (body.shape[1] - 1, body.shape[0] - 1), edge, 1)
    return body, np.full(body.shape[:2], 255, np.uint8), (thin, above)


def _rimmed(stage: Stage, face: Pixels) -> tuple[Pixels, Pixels, tuple[int, int]]:
    """A rim that lies upon the plate, as is common in America: the plate goes on beneath it."""
    rng, (rows, columns) = stage.rng, face.shape[:2]
    out = max(1, round(rows * rng.uniform(0.01, 0.05)))
    body = np.asarray(cv2.copyMakeBorder(face, out, out, out, out, cv2.BORDER_REPLICATE), np.uint8)
    rim = out + max(1, round(rows * rng.uniform(0.02, 0.07)))
    above = rim + (round(rows * rng.uniform(0.05, 0.14)) if stage.chance(0.35) else 0)
    below = rim + (round(rows * rng.uniform(0.05, 0.14)) if stage.chance(0.5) else 0)
    dark = stage.chance(0.55)
    colour = stage.colour(rng.uniform(0, 60) if dark else rng.uniform(130, 240), 20)
    paint = clipped(colour)
    body[:above] = paint
    body[len(body) - below :] = paint
    body[:, :rim] = paint
    body[:, columns + 2 * out - rim :] = paint
    ink = (225.0, 225.0, 225.0) if dark else (25.0, 25.0, 25.0)
    for middle, room in ((above / 2, above), (len(body) - below / 2, below)):
        if room > rows * 0.1 and stage.chance(0.8):
            _label(stage, body, middle, room, ink)
    return body, np.full(body.shape[:2], 255, np.uint8), (out, out)


def _label(stage: Stage, body: Pixels, middle: float, room: float, ink: Colour) -> None:
    rng, width = stage.rng, body.shape[1]
    text = word(rng, rng.randint(2, 5))
    mask = stage.fonts.mask(text, stage.fonts.any(rng), room)
    size = (max(2, round(width * rng.uniform(0.3, 0.75))), max(2, round(room * 0.65)))
    letters = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8)
    top, left = max(0, round(middle - size[1] / 2)), (width - size[0]) // 2
    paint_mask(body, letters, left, top, ink)


def _plate_light(stage: Stage) -> Colour:
    """Plates throw light back: in infra-red and in headlamps they outshine all else."""
    rng = stage.rng
    if stage.infra_red:
        gain = rng.uniform(0.7, 1.9)
        return gain, gain, gain
    if stage.light < 0.6 and stage.chance(0.5):
        gain = rng.uniform(0.6, 1.7)
        return gain * rng.uniform(0.8, 1.0), gain, gain
    gain = max(0.3, stage.light * rng.uniform(0.55, 1.15))
    tint = rng.uniform(0.92, 1.08)
    return gain * tint, gain, gain / tint


def recess(stage: Stage, centre: Point, width: float, ratio: float, paint: Colour) -> None:
    """The hollow that a plate sits in, with its lips, lamps and screws."""
    rng, (x, y) = stage.rng, centre
    wide = width * rng.uniform(1.08, 1.9) / 2
    up = width * ratio * rng.uniform(0.62, 1.3)
    down = width * ratio * rng.uniform(0.55, 1.2)
    top, bottom = wide * rng.uniform(0.85, 1.1), wide * rng.uniform(0.85, 1.1)
    shape = [(x - top, y - up), (x + top, y - up), (x + bottom, y + down), (x - bottom, y + down)]
    factor = rng.uniform(0.35, 1.25)
    stage.shaded(
        shape, (paint[0] * factor, paint[1] * factor, paint[2] * factor), rng.uniform(0.1, 0.5)
    )
    edge = rng.uniform(0.3, 1.5)
    if stage.chance(0.7):
        stage.outline(shape, (paint[0] * edge, paint[1] * edge, paint[2] * edge), width * 0.02)
    if stage.chance(0.4):
        stage.line(shape[0], shape[1], stage.grey(130, 250), width * rng.uniform(0.03, 0.12))
    if stage.chance(0.4):
        for side in (-1, 1):
            at = (x + side * width * rng.uniform(0.54, 0.7), y)
            stage.ellipse(at, (width * 0.03, width * 0.03), stage.grey(20, 240))
    if stage.chance(0.2):
        _flanks(stage, centre, width, ratio)
    if stage.light < 0.6 and stage.chance(0.5):
        for side in (-1, 1):
            at = (x + side * width * 0.3, y - up)
            stage.ellipse(at, (width * 0.06, width * 0.03), (225, 245, 255))


def _flanks(stage: Stage, centre: Point, width: float, ratio: float) -> None:
    """Reversing lamps, reflectors or bright trim that touch the plate's sides."""
    rng, (x, y) = stage.rng, centre
    inner, wide = width * rng.uniform(0.5, 0.6), width * rng.uniform(0.12, 0.5)
    tall = width * ratio * rng.uniform(0.25, 0.55)
    red = stage.chance(0.4)
    colour = stage.lit((30, 30, 190) if red else stage.colour(rng.uniform(130, 245), 15))
    for side in (-1, 1):
        near, far = x + side * inner, x + side * (inner + wide)
        slant = tall * rng.uniform(0.6, 1.0)
        shape = [(near, y - tall), (far, y - slant), (far, y + slant), (near, y + tall)]
        stage.shaded(shape, colour, 0.5)
        if stage.chance(0.5):
            stage.roughen(min(near, far), y - tall, max(near, far), y + tall, 30 * stage.light)


def empty_holder(stage: Stage, centre: Point, width: float, paint: Colour) -> None:
    """A place for a plate that has none: hollow, bare holder, dealer's frame with lettering alone."""
    rng, (x, y) = stage.rng, centre
    ratio = rng.choice((rng.uniform(0.2, 0.28), rng.uniform(0.45, 0.6)))
    if stage.chance(0.6):
        recess(stage, centre, width, ratio, paint)
    kind = rng.random()
    half, tall = width / 2, width * ratio / 2
    shape = [(x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)]
    if kind < 0.35:
        stage.shaded(shape, stage.grey(10, 110), 0.3)
        for side in (-1, 1):
            stage.ellipse(
                (x + side * half * 0.5, y), (width * 0.02, width * 0.02), stage.grey(0, 200)
            )
    elif kind < 0.6:
        stage.outline(shape, stage.grey(10, 230), width * rng.uniform(0.02, 0.06))
    elif kind < 0.8:
        stage.shaded(shape, stage.grey(5, 90), 0.2)
        stage.write(word(rng, 3), (x, y), tall * 0.9, stage.grey(150, 250), width=width * 0.7)
    elif kind < 0.9:
        for offset in (-0.5, 0.5):
            stage.ellipse((x + offset * width, y), (width * 0.02, width * 0.02), stage.grey(0, 60))
