"""What is drawn on plates besides their characters, and the drawing itself."""

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_training.plates.typefaces import Mask, Typefaces, lettering

Picture = NDArray[np.uint8]
Colour = tuple[int, int, int]


def colour(rng: random.Random, least: float = 0, most: float = 255, spread: float = 40) -> Colour:
    """BGR of a random brightness, each channel off by a Gaussian `spread`."""
    base = rng.uniform(least, most)
    blue, green, red = (min(255, max(0, round(base + rng.gauss(0, spread)))) for _ in range(3))
    return blue, green, red


def near(rng: random.Random, base: Colour, spread: float) -> Colour:
    blue, green, red = (min(255, max(0, round(each + rng.gauss(0, spread)))) for each in base)
    return blue, green, red


def brightness(of: Colour) -> float:
    """0..255, by BT.601."""
    return 0.114 * of[0] + 0.587 * of[1] + 0.299 * of[2]


def blend(face: Picture, mask: Mask, left: int, top: int, ink: Colour) -> None:
    """Draws ink through the mask, in place; what lies outside is left out."""
    height, width = mask.shape
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(face.shape[1], left + width), min(face.shape[0], top + height)
    if x1 <= x0 or y1 <= y0:
        return
    share = mask[y0 - top : y1 - top, x0 - left : x1 - left, None].astype(np.float32) / 255
    area = face[y0:y1, x0:x1]
    area[:] = (area * (1 - share) + np.array(ink, np.float32) * share).astype(np.uint8)


def print_mask(
    face: Picture,
    mask: Mask,
    centre: tuple[float, float],
    size: tuple[float, float],
    ink: Colour,
    *,
    relief: Colour | None = None,
) -> None:
    """The mask stretched to size around centre; relief: the lit edge of embossed characters."""
    width, height = max(2, round(size[0])), max(2, round(size[1]))
    method = cv2.INTER_AREA if height < mask.shape[0] else cv2.INTER_LINEAR
    drawn = np.asarray(cv2.resize(mask, (width, height), interpolation=method), np.uint8)
    left, top = round(centre[0] - width / 2), round(centre[1] - height / 2)
    if relief is not None:
        blend(face, drawn, left + 1, top + 1, relief)
    blend(face, drawn, left, top, ink)


def print_words(
    face: Picture,
    typefaces: Typefaces,
    rng: random.Random,
    words: str,
    centre: tuple[float, float],
    room: tuple[float, float],
    ink: Colour,
) -> None:
    """Words of any typeface within room (width, height)."""
    height = max(3, round(room[1]))
    mask = lettering(typefaces.for_lettering(rng), words, height)
    print_mask(face, mask, centre, (min(mask.shape[1], room[0]), height), ink)


def bolts(
    face: Picture, rng: random.Random, rows: tuple[float, ...], columns: tuple[float, ...]
) -> None:
    height, width = face.shape[:2]
    ink = colour(rng, 30, 230, 12)
    radius = max(1, round(height * rng.uniform(0.018, 0.045)))
    for row in rows:
        for column in columns:
            at = (round(width * column), round(height * row))
            cv2.circle(face, at, radius, ink, -1, cv2.LINE_AA)
            if rng.random() < 0.5:
                cv2.circle(face, at, radius, near(rng, ink, 60), 1, cv2.LINE_AA)


def sticker(
    face: Picture, typefaces: Typefaces, rng: random.Random, at: tuple[float, float]
) -> None:
    """A registration sticker with a month or a year on it; at: its centre in shares."""
    height, width = face.shape[:2]
    wide, high = width * rng.uniform(0.09, 0.15), height * rng.uniform(0.13, 0.2)
    x, y = width * at[0], height * at[1]
    paper = colour(rng, 60, 230, 90)
    cv2.rectangle(
        face,
        (round(x - wide / 2), round(y - high / 2)),
        (round(x + wide / 2), round(y + high / 2)),
        paper,
        -1,
    )
    words = rng.choice(("JAN", "MAR", "JUL", "SEP", "DEC", "12", "09", "15", "2014", "11", "7"))
    ink = (20, 20, 20) if brightness(paper) > 110 else (240, 240, 240)
    print_words(face, typefaces, rng, words, (x, y), (wide * 0.8, high * 0.65), ink)


def symbol(
    face: Picture, rng: random.Random, centre: tuple[float, float], size: float, ink: Colour
) -> None:
    """What stands between two groups: a star, a dot, a blot, a tree, the outline of a state, a seal."""
    x, y = round(centre[0]), round(centre[1])
    radius = max(1, round(size / 2))
    kind = rng.random()
    if kind < 0.2:
        points = [
            (
                x + radius * (1 if i % 2 else 0.42) * math.sin(i * math.pi / 5),
                y - radius * (1 if i % 2 else 0.42) * math.cos(i * math.pi / 5),
            )
            for i in range(10)
        ]
        cv2.fillPoly(face, [np.array(points, np.int32)], ink, cv2.LINE_AA)
    elif kind < 0.5:
        count = rng.randint(5, 11)
        blot = [
            (
                x + radius * rng.uniform(0.4, 1.25) * math.cos(2 * math.pi * i / count),
                y + radius * rng.uniform(0.5, 1.6) * math.sin(2 * math.pi * i / count),
            )
            for i in range(count)
        ]
        cv2.fillPoly(face, [np.array(blot, np.int32)], ink, cv2.LINE_AA)
        if rng.random() < 0.4:
            cv2.circle(face, (x, y), max(1, radius // 2), colour(rng, 40, 240, 70), -1, cv2.LINE_AA)
    elif kind < 0.75:
        axes = (
            max(1, round(radius * rng.uniform(0.6, 1))),
            max(1, round(radius * rng.uniform(0.6, 1.4))),
        )
        cv2.ellipse(face, (x, y), axes, 0, 0, 360, ink, rng.choice((-1, -1, 1, 2)), cv2.LINE_AA)
    elif kind < 0.84:
        for i in range(3):
            top, wide = y - radius * 1.5 + i * radius * 0.8, radius * (0.4 + 0.25 * i)
            tree = [(x, top), (x - wide, top + radius), (x + wide, top + radius)]
            cv2.fillPoly(face, [np.array(tree, np.int32)], ink, cv2.LINE_AA)
    else:
        cv2.rectangle(
            face, (x - radius // 2, y - radius // 2), (x + radius // 2, y + radius), ink, -1
        )


def scenery(face: Picture, rng: random.Random, base: Colour) -> None:
    """Hills, a sun, big pale shapes: what souvenir plates have behind their characters."""
    height, width = face.shape[:2]
    faint = rng.uniform(0.25, 0.75)
    layer = face.copy()
    for _ in range(rng.randint(1, 3)):
        ink = colour(rng, 70, 240, 70)
        kind = rng.random()
        if kind < 0.45:
            count = rng.randint(3, 8)
            level = rng.uniform(0.45, 0.85) * height
            ridge = [
                (width * i / count, level + rng.gauss(0, height * 0.12)) for i in range(count + 1)
            ]
            cv2.fillPoly(
                layer,
                [np.array([*ridge, (width, height), (0, height)], np.int32)],
                ink,
                cv2.LINE_AA,
            )
        elif kind < 0.75:
            at = (round(rng.uniform(0, width)), round(rng.uniform(0, height)))
            axes = (round(width * rng.uniform(0.05, 0.3)), round(height * rng.uniform(0.08, 0.45)))
            cv2.ellipse(layer, at, axes, rng.uniform(0, 90), 0, 360, ink, -1, cv2.LINE_AA)
        else:
            corners = [
                (rng.uniform(0, width), rng.uniform(0, height)) for _ in range(rng.randint(3, 6))
            ]
            cv2.fillPoly(layer, [np.array(corners, np.int32)], ink, cv2.LINE_AA)
    mixed = face * (1 - faint * 0.6) + layer * (faint * 0.6)
    face[:] = mixed.clip(0, 255).astype(np.uint8)


def gradient(face: Picture, rng: random.Random, other: Colour) -> None:
    """To another colour, from above, from below or towards the middle."""
    ramp = np.linspace(0, 1, face.shape[0], dtype=np.float32) ** rng.uniform(0.6, 2.5)
    kind = rng.random()
    ramp = ramp if kind < 0.4 else ramp[::-1] if kind < 0.75 else np.abs(ramp * 2 - 1)
    share = (ramp * rng.uniform(0.4, 1.0))[:, None, None]
    face[:] = (face * (1 - share) + np.array(other, np.float32) * share).astype(np.uint8)
