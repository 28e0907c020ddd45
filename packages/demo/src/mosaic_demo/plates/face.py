"""Draws the face of a plate."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.plates.formats import BLUE_EU, Colour, PlateFormat
from mosaic_demo.plates.glyphs import text_mask

Picture = NDArray[np.uint8]
PX_PER_MM = 2


@dataclass(frozen=True)
class Plate:
    """One plate of one vehicle; printed keeps separators, text does not."""

    format: PlateFormat
    printed: str
    text: str


def _blend(face: Picture, mask: Picture, left: int, top: int, colour: Colour) -> None:
    height, width = mask.shape
    area = face[top : top + height, left : left + width]
    weight = mask[: area.shape[0], : area.shape[1], None].astype(np.float32) / 255
    area[:] = np.round(area * (1 - weight) + np.array(colour, np.float32) * weight).astype(np.uint8)


def _line(
    face: Picture,
    text: str,
    centre: tuple[float, float],
    size: tuple[float, float],
    ink: Colour,
    pen: float = 0.145,
    gap: float = 0.13,
) -> None:
    """Text within size (width, height), centred; condensed when it would be too wide."""
    mask = text_mask(text, round(size[1]), pen, gap)
    if mask.shape[1] > size[0]:
        mask = np.asarray(
            cv2.resize(mask, (round(size[0]), mask.shape[0]), interpolation=cv2.INTER_AREA),
            np.uint8,
        )
    left, top = round(centre[0] - mask.shape[1] / 2), round(centre[1] - mask.shape[0] / 2)
    _blend(face, mask, left, top, ink)


def _band(face: Picture, left: int, width: int, letters: str) -> None:
    height = face.shape[0]
    face[:, left : left + width] = BLUE_EU
    middle = left + width / 2
    for i in range(12):
        angle = i * np.pi / 6
        spot = (
            round(middle + width * 0.28 * np.sin(angle)),
            round(height * 0.3 - width * 0.28 * np.cos(angle)),
        )
        cv2.circle(face, spot, max(1, width // 22), (40, 210, 250), -1, cv2.LINE_AA)
    if letters:
        _line(
            face,
            letters,
            (middle, height * 0.76),
            (width * 0.62, height * 0.2),
            (245, 245, 245),
            0.17,
        )


def _seals(face: Picture, left: float, height: int) -> None:
    for y, colour in ((0.3, (90, 160, 60)), (0.68, (150, 150, 160))):
        cv2.circle(
            face, (round(left), round(height * y)), round(height * 0.13), colour, -1, cv2.LINE_AA
        )
        cv2.circle(
            face,
            (round(left), round(height * y)),
            round(height * 0.13),
            (90, 90, 90),
            2,
            cv2.LINE_AA,
        )


def draw_face(plate: Plate, rear: bool) -> Picture:
    """The face at PX_PER_MM pixels a millimetre, BGR, without the holder around it."""
    kind = plate.format
    width, height = (side * PX_PER_MM for side in kind.size_mm)
    face = np.empty((height, width, 3), np.uint8)
    face[:] = kind.rear if rear else kind.front
    left, right = 0, width
    if kind.band:
        left = 42 * PX_PER_MM
        _band(face, 0, left, kind.band)
    if kind.right_band:
        right = width - 42 * PX_PER_MM
        _band(face, right, width - right, "")
    middle_y = height / 2
    if kind.header:
        strip = round(height * 0.22)
        if kind.name == "BR":
            face[:strip] = BLUE_EU
            _line(
                face,
                kind.header,
                (width / 2, strip / 2),
                (width * 0.4, strip * 0.55),
                (245, 245, 245),
                0.17,
            )
            middle_y = strip + (height - strip) / 2
        else:
            _line(
                face,
                kind.header,
                (width / 2, strip * 0.58),
                (width * 0.5, strip * 0.6),
                (150, 50, 30),
                0.17,
            )
    if kind.footer:
        _line(
            face,
            kind.footer,
            (width / 2, height * 0.91),
            (width * 0.52, height * 0.075),
            (150, 50, 30),
            0.15,
        )
    room = (right - left) * (0.87 if kind.header else 0.93)
    groups = plate.printed.split(" ") if kind.seal else [plate.printed]
    size = kind.glyph_mm * PX_PER_MM
    if kind.seal:
        first, rest = text_mask(groups[0], size), text_mask(" ".join(groups[1:]), size)
        seal = height * 0.34
        total = first.shape[1] + seal + rest.shape[1]
        squeeze = min(1.0, (room - seal) / (total - seal))
        start = (left + right) / 2 - ((total - seal) * squeeze + seal) / 2
        w1, w2 = first.shape[1] * squeeze, rest.shape[1] * squeeze
        _line(face, groups[0], (start + w1 / 2, middle_y), (w1, size), kind.ink)
        _seals(face, start + w1 + seal / 2, height)
        _line(
            face, " ".join(groups[1:]), (start + w1 + seal + w2 / 2, middle_y), (w2, size), kind.ink
        )
    else:
        gap = 0.15 if len(plate.printed) <= 8 else 0.12
        _line(face, plate.printed, ((left + right) / 2, middle_y), (room, size), kind.ink, gap=gap)
    edge = max(2, round(2.2 * PX_PER_MM))
    cv2.rectangle(
        face,
        (edge // 2, edge // 2),
        (width - 1 - edge // 2, height - 1 - edge // 2),
        (45, 42, 42),
        edge,
    )
    return face
