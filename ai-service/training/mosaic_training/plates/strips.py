"""Long plates of one line and high ones of two, as in Europe, South America, Asia, Africa and Australia."""

import random
from typing import NamedTuple

import cv2
import numpy as np

from mosaic_training.plates.characters import Lettering, print_line, random_lettering
from mosaic_training.plates.ornaments import (
    Colour,
    Picture,
    bolts,
    colour,
    near,
    print_words,
    sticker,
)
from mosaic_training.plates.texts import PrintedText, european, southern
from mosaic_training.plates.typefaces import Typefaces

BAND: Colour = (150, 60, 15)
COUNTRIES = (
    "D", "F", "I", "E", "P", "NL", "B", "A", "PL", "CZ", "SK", "H", "HR", "SLO", "RO", "BG", "GR", "S", "FIN",
    "DK", "LT", "LV", "EST", "IRL", "GB", "UA", "TR", "N", "L", "UK", "BIH", "SRB", "MK", "AL", "GE", "MD",
)  # fmt: skip
CITIES = (
    "SP - SAO PAULO", "RJ RIO DE JANEIRO", "PR - CURITIBA", "MG-BELO HORIZONTE", "SC JOINVILLE", "BRASIL",
    "ARGENTINA", "CHILE", "COLOMBIA", "BOGOTA D.C.", "QUITO", "PERU", "URUGUAY", "MERCOSUR", "NSW",
    "VICTORIA", "QUEENSLAND", "KENYA", "Gauteng", "IND",
)  # fmt: skip


class _Scheme(NamedTuple):
    ground: Colour
    ink: Colour


_SCHEMES: tuple[tuple[_Scheme, int], ...] = (
    (_Scheme((246, 246, 244), (22, 20, 20)), 55), (_Scheme((225, 228, 228), (40, 35, 35)), 8), (_Scheme((18,
    190, 250), (20, 20, 20)), 12), (_Scheme((30, 25, 22), (235, 235, 235)), 5), (_Scheme((170, 172, 175), (30,
    28, 28)), 9), (_Scheme((245, 245, 245), (40, 30, 170)), 4), (_Scheme((140, 60, 20), (240, 240, 240)), 2),
    (_Scheme((245, 245, 245), (60, 120, 20)), 3), (_Scheme((40, 35, 180), (240, 240, 240)), 3), (_Scheme((90,
    140, 30), (240, 240, 240)), 2),
)  # fmt: skip


def _scheme(rng: random.Random) -> _Scheme:
    found = rng.choices([each for each, _ in _SCHEMES], [weight for _, weight in _SCHEMES])[0]
    return _Scheme(near(rng, found.ground, 7), near(rng, found.ink, 9))


def draw_strip(
    rng: random.Random, height_px: int, typefaces: Typefaces
) -> tuple[Picture, PrintedText]:
    """One line, four to five times as wide as high."""
    scheme = _scheme(rng)
    face = _ground(height_px, rng.uniform(4.0, 5.0), scheme)
    height, width = face.shape[:2]
    left, right = width * rng.uniform(0.015, 0.05), width * (1 - rng.uniform(0.015, 0.05))
    if rng.random() < 0.75:
        left = _band(face, rng, typefaces, at_left=True) + width * rng.uniform(0.005, 0.03)
    if rng.random() < 0.13:
        right = (
            width - _band(face, rng, typefaces, at_left=False) - width * rng.uniform(0.005, 0.03)
        )
    text = european(rng)
    if rng.random() < 0.35 and " " in text.printed:
        text = PrintedText(text.printed.replace(" ", "*", 1))
    look = random_lettering(typefaces, rng, scheme.ink, scheme.ground)
    room = ((right - left) * rng.uniform(0.86, 0.99), height * rng.uniform(0.58, 0.8))
    print_line(face, text, look, ((left + right) / 2, height / 2), room, rng)
    _finish(face, rng, typefaces, scheme.ink)
    return face, text


def draw_southern(
    rng: random.Random, height_px: int, typefaces: Typefaces
) -> tuple[Picture, PrintedText]:
    """One line below a header, some three times as wide as high."""
    scheme = _scheme(rng)
    face = _ground(height_px, rng.uniform(2.3, 3.4), scheme)
    height, width = face.shape[:2]
    top = height * rng.uniform(0.14, 0.27)
    if rng.random() < 0.5:
        face[: round(top)] = near(rng, BAND, 15) if rng.random() < 0.8 else colour(rng, 40, 200, 70)
        ink: Colour = (240, 240, 240)
    else:
        ink = scheme.ink if rng.random() < 0.7 else colour(rng, 10, 120, 50)
    words = rng.choice(CITIES)
    print_words(face, typefaces, rng, words, (width / 2, top * 0.52), (width * 0.6, top * 0.6), ink)
    text = southern(rng)
    look = random_lettering(typefaces, rng, scheme.ink, scheme.ground)
    room = (width * rng.uniform(0.86, 0.95), (height - top) * rng.uniform(0.66, 0.86))
    print_line(face, text, look, (width / 2, (height + top) / 2), room, rng)
    _finish(face, rng, typefaces, scheme.ink)
    return face, text


def draw_two_lines(
    rng: random.Random, height_px: int, typefaces: Typefaces
) -> tuple[Picture, PrintedText]:
    """High plates of motorcycles, vans and lorries."""
    scheme = _scheme(rng)
    face = _ground(height_px, rng.uniform(1.05, 2.0), scheme)
    height, width = face.shape[:2]
    text = rng.choice((european, southern))(rng)
    upper, lower = _halves(text, rng)
    if not upper.text or not lower.text:
        return draw_strip(rng, height_px, typefaces)
    look = random_lettering(typefaces, rng, scheme.ink, scheme.ground)
    left = width * 0.04
    if rng.random() < 0.5:
        left = width * rng.uniform(0.1, 0.16)
        face[: round(height * rng.uniform(0.4, 1.0)), : round(left * 0.85)] = near(rng, BAND, 15)
    centre = (left + width * 0.96) / 2
    room = (width * 0.96 - left) * rng.uniform(0.85, 0.98)
    size = height * rng.uniform(0.3, 0.4)
    _print_shorter(face, upper, look, (centre, height * 0.28), (room, size), rng)
    _print_shorter(face, lower, look, (centre, height * 0.72), (room, size), rng)
    _finish(face, rng, typefaces, scheme.ink)
    return face, text


def _print_shorter(
    face: Picture,
    text: PrintedText,
    look: Lettering,
    centre: tuple[float, float],
    room: tuple[float, float],
    rng: random.Random,
) -> None:
    wide = min(room[0], room[1] * 0.95 * len(text.printed))
    print_line(face, text, look, centre, (wide, room[1]), rng)


def _halves(text: PrintedText, rng: random.Random) -> tuple[PrintedText, PrintedText]:
    """Broken at a separator where there is one, else in the middle."""
    cuts = [i for i, each in enumerate(text.printed) if not each.isalnum()]
    at = rng.choice(cuts) if cuts else max(1, len(text.printed) // 2 - rng.randint(0, 1))
    return PrintedText(text.printed[:at].strip(" -·*")), PrintedText(
        text.printed[at:].strip(" -·*")
    )


def _ground(height: int, proportion: float, scheme: _Scheme) -> Picture:
    face = np.empty((height, round(height * proportion), 3), np.uint8)
    face[:] = scheme.ground
    return face


def _band(face: Picture, rng: random.Random, typefaces: Typefaces, *, at_left: bool) -> float:
    """The blue band with the country's letters; returns its width in pixels."""
    height, width = face.shape[:2]
    wide = round(width * rng.uniform(0.07, 0.11))
    start = 0 if at_left else width - wide
    face[:, start : start + wide] = near(rng, BAND, 18)
    middle = start + wide / 2
    if rng.random() < 0.75:
        ring = max(1, round(wide * 0.28))
        cv2.circle(
            face,
            (round(middle), round(height * 0.32)),
            ring,
            (30, 200, 240),
            max(1, round(height * 0.03)),
        )
    print_words(
        face,
        typefaces,
        rng,
        rng.choice(COUNTRIES),
        (middle, height * 0.76),
        (wide * 0.7, height * 0.2),
        (240, 240, 240),
    )
    return float(wide)


def _finish(face: Picture, rng: random.Random, typefaces: Typefaces, ink: Colour) -> None:
    height, width = face.shape[:2]
    if rng.random() < 0.6:
        edge = max(1, round(height * rng.uniform(0.015, 0.05)))
        inset = round(height * rng.uniform(0, 0.04))
        cv2.rectangle(face, (inset, inset), (width - 1 - inset, height - 1 - inset), ink, edge)
    if rng.random() < 0.35:
        bolts(
            face,
            rng,
            rng.choice(((0.5,), (0.12,), (0.12, 0.88))),
            rng.choice(((0.15, 0.85), (0.3, 0.7))),
        )
    if rng.random() < 0.06:
        sticker(face, typefaces, rng, (rng.choice((0.1, 0.5, 0.92)), rng.choice((0.08, 0.94))))
