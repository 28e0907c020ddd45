"""Plates of two by one feet's proportion, as in North America: pictures, names, slogans, stickers."""

import random

import cv2
import numpy as np

from mosaic_training.plates.characters import print_line, random_lettering
from mosaic_training.plates.ornaments import (
    Colour,
    Picture,
    bolts,
    brightness,
    colour,
    gradient,
    near,
    print_words,
    scenery,
    sticker,
    symbol,
)
from mosaic_training.plates.texts import PrintedText, american
from mosaic_training.plates.typefaces import Typefaces

GROUNDS: tuple[Colour, ...] = (
    (244, 244, 244), (240, 240, 240), (236, 240, 240), (225, 232, 235), (245, 230, 205), (235, 205, 170),
    (205, 235, 250), (160, 225, 248), (215, 240, 225), (120, 205, 245), (200, 170, 120),
)  # fmt: skip
DARK: tuple[Colour, ...] = (
    (110, 50, 15),
    (70, 60, 20),
    (40, 40, 40),
    (60, 90, 20),
    (40, 30, 130),
    (25, 25, 25),
)
INKS: tuple[Colour, ...] = (
    (25, 22, 22), (60, 30, 22), (110, 45, 20), (120, 60, 30), (90, 35, 15), (40, 30, 130), (60, 80, 20),
    (70, 60, 55),
)  # fmt: skip
NAMES = (
    "California", "TEXAS", "ARIZONA", "Illinois", "OHIO", "Missouri", "WASHINGTON", "NEW YORK", "New Jersey",
    "FLORIDA", "MICHIGAN", "Oregon", "NEVADA", "COLORADO", "Utah", "GEORGIA", "VIRGINIA", "Maryland", "IDAHO",
    "Kansas", "IOWA", "WISCONSIN", "MINNESOTA", "Alabama", "TENNESSEE", "KENTUCKY", "Indiana", "NEBRASKA",
    "OKLAHOMA", "Louisiana", "ONTARIO", "QUEBEC", "ALBERTA", "British Columbia", "MEXICO", "JALISCO",
    "CA EXEMPT", "MONTANA", "Hawaii", "ALASKA",
)  # fmt: skip
SLOGANS = (
    "THE GOLDEN STATE", "Grand Canyon State", "The Lone Star State", "GARDEN STATE", "Land of Lincoln",
    "EVERGREEN STATE", "dmv.ca.gov", "GREAT LAKES", "Birthplace of Aviation", "SUNSHINE STATE", "VEHICLE MFR",
    "FIRST IN FLIGHT", "SHOW-ME STATE", "Je me souviens", "YOURS TO DISCOVER", "10,000 lakes",
    "Famous Potatoes", "IN GOD WE TRUST", "DEALER", "TRANSPORTE PRIVADO",
)  # fmt: skip
STACKED = ("DP", "TX", "TK", "59", "AP", "XD", "MC", "DV", "PA", "CC", "14", "GV")


def draw_american(
    rng: random.Random, height_px: int, typefaces: Typefaces
) -> tuple[Picture, PrintedText]:
    height, width = height_px, round(height_px * rng.uniform(1.9, 2.12))
    dark = rng.random() < 0.09
    ground = near(rng, rng.choice(DARK if dark else GROUNDS), 8)
    face = np.empty((height, width, 3), np.uint8)
    face[:] = ground
    _background(face, rng, ground, dark)
    ink = _ink(rng, ground)
    look = random_lettering(typefaces, rng, ink, ground)
    text = american(rng)
    room_height = height * rng.uniform(0.4, 0.56)
    middle_y = height * rng.uniform(0.48, 0.58)
    left, right = width * rng.uniform(0.03, 0.07), width * (1 - rng.uniform(0.03, 0.07))
    if rng.random() < 0.17:
        left = _logo(face, rng, typefaces, height, middle_y)
    if rng.random() < 0.09:
        left, right = _stacked(face, rng, typefaces, (left, right), (middle_y, room_height), ink)
    if rng.random() < 0.92:
        _name(face, rng, typefaces, ink)
    if rng.random() < 0.6:
        at = (width / 2, height * rng.uniform(0.88, 0.94))
        words = rng.choice(SLOGANS)
        print_words(
            face,
            typefaces,
            rng,
            words,
            at,
            (width * 0.65, height * rng.uniform(0.06, 0.11)),
            _second_ink(rng, ink),
        )
    for at in ((0.1, 0.12), (0.9, 0.12), (0.1, 0.88), (0.9, 0.88)):
        if rng.random() < 0.3:
            sticker(face, typefaces, rng, at)
    centre, room = ((left + right) / 2, middle_y), (right - left, room_height)
    print_line(face, text, look, centre, room, rng, fill=rng.random() < 0.65)
    if rng.random() < 0.3:
        edge = max(1, round(height * rng.uniform(0.012, 0.03)))
        inset = round(height * rng.uniform(0, 0.03))
        rim = ink if rng.random() < 0.6 else colour(rng)
        cv2.rectangle(face, (inset, inset), (width - 1 - inset, height - 1 - inset), rim, edge)
    if rng.random() < 0.75:
        rows = rng.choice(((0.08,), (0.08, 0.92), (0.92,)))
        columns = rng.choice(((0.2, 0.8), (0.25, 0.75), (0.22, 0.78)))
        bolts(face, rng, rows, columns)
    return face, text


def _background(face: Picture, rng: random.Random, ground: Colour, dark: bool) -> None:
    height = face.shape[0]
    kind = rng.random()
    if kind < 0.35:
        gradient(face, rng, colour(rng, 20, 140, 60) if dark else colour(rng, 140, 250, 45))
    elif kind < 0.5:
        face[: round(height * rng.uniform(0.15, 0.27))] = colour(rng, 40, 220, 90)
        if rng.random() < 0.6:
            face[-round(height * rng.uniform(0.08, 0.22)) :] = colour(rng, 40, 220, 90)
    if rng.random() < 0.38:
        scenery(face, rng, ground)


def _ink(rng: random.Random, ground: Colour) -> Colour:
    if brightness(ground) > 110:
        return near(rng, rng.choice(INKS), 10)
    return near(rng, rng.choice(((240, 240, 240), (225, 235, 235), (60, 210, 245))), 10)


def _second_ink(rng: random.Random, ink: Colour) -> Colour:
    return (
        ink
        if rng.random() < 0.4
        else rng.choice(((40, 30, 170), (130, 50, 20), (40, 110, 40), (30, 30, 30)))
    )


def _name(face: Picture, rng: random.Random, typefaces: Typefaces, ink: Colour) -> None:
    height, width = face.shape[:2]
    at = (width * rng.uniform(0.45, 0.55), height * rng.uniform(0.1, 0.16))
    room = (width * rng.uniform(0.3, 0.6), height * rng.uniform(0.1, 0.19))
    print_words(face, typefaces, rng, rng.choice(NAMES), at, room, _second_ink(rng, ink))


def _logo(
    face: Picture, rng: random.Random, typefaces: Typefaces, height: int, middle_y: float
) -> float:
    """A picture left of the characters; returns where these begin."""
    size = height * rng.uniform(0.3, 0.62)
    for _ in range(rng.randint(1, 3)):
        at = (size * rng.uniform(0.5, 0.8), middle_y + rng.uniform(-0.08, 0.08) * height)
        symbol(face, rng, at, size * rng.uniform(0.5, 0.9), colour(rng, 20, 230, 80))
    if rng.random() < 0.35:
        cv2.rectangle(
            face,
            (round(height * 0.06), round(middle_y - size / 2)),
            (round(height * 0.06 + size * 0.9), round(middle_y + size / 2)),
            colour(rng, 60, 200, 90),
            -1,
        )
        word = rng.choice(("♿", "DV", "X", "4x4", "*"))
        print_words(
            face,
            typefaces,
            rng,
            word,
            (height * 0.06 + size * 0.45, middle_y),
            (size * 0.6, size * 0.6),
            (240, 240, 240),
        )
    return size * 1.2


def _stacked(
    face: Picture,
    rng: random.Random,
    typefaces: Typefaces,
    sides: tuple[float, float],
    line: tuple[float, float],
    ink: Colour,
) -> tuple[float, float]:
    """Two small characters above each other beside the text, which are no part of the number."""
    left, right = sides
    middle_y, room_height = line
    size = room_height * 0.44
    pair = rng.choice(STACKED)
    at_left = rng.random() < 0.4
    x = left + size * 0.5 if at_left else right - size * 0.5
    for index, each in enumerate(pair):
        y = middle_y + (index - 0.5) * room_height * 0.54
        print_words(face, typefaces, rng, each, (x, y), (size * 0.8, size), ink)
    return (left + size * 1.15, right) if at_left else (left, right - size * 1.15)
