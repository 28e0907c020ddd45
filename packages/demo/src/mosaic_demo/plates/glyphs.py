"""A stroke font in the manner of European plate fonts, drawn by code so that no font file is needed.

Every glyph is a set of centre lines in a unit box (x to the right, y down) drawn with a round pen. As on real
plates the pairs that people confuse differ on purpose: 0 is narrow and oval while O is wide, D has square
corners on the left, 1 has a flag and no foot while I has two serifs, 2 and 5 are curved where Z and S are not
alike.
"""

from functools import cache
from math import cos, pi, sin

import cv2
import numpy as np
from numpy.typing import NDArray

Stroke = list[tuple[float, float]]
Mask = NDArray[np.uint8]
DRAWN_PX = 240


def _arc(cx: float, cy: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Angles in degrees, 0 to the right, growing clockwise on the screen."""
    steps = max(6, int(abs(end - start) / 6))
    angles = [(start + (end - start) * i / steps) * pi / 180 for i in range(steps + 1)]
    return [(cx + rx * cos(a), cy + ry * sin(a)) for a in angles]


def _ring(x0: float, y0: float, x1: float, y1: float, ry: float) -> Stroke:
    """A closed stadium: straight sides, half ellipses of height `ry` above and below."""
    cx, rx = (x0 + x1) / 2, (x1 - x0) / 2
    top, bottom = _arc(cx, y0 + ry, rx, ry, 180, 360), _arc(cx, y1 - ry, rx, ry, 0, 180)
    return [*top, *bottom, top[0]]


# of each glyph its width in heights and its strokes
_SHAPES: dict[str, tuple[float, list[Stroke]]] = {
    "A": (0.62, [[(0, 1), (0.5, 0), (1, 1)], [(0.17, 0.68), (0.83, 0.68)]]),
    "B": (
        0.58,
        [
            [(0, 0), (0, 1)],
            [(0, 0), (0.58, 0), *_arc(0.58, 0.235, 0.36, 0.235, -90, 90), (0, 0.47)],
            [(0.58, 0.47), *_arc(0.58, 0.735, 0.42, 0.265, -90, 90), (0, 1)],
        ],
    ),
    "C": (0.58, [[*_arc(0.5, 0.3, 0.5, 0.3, -15, -180), *_arc(0.5, 0.7, 0.5, 0.3, 180, 15)]]),
    "D": (
        0.58,
        [
            [
                (0, 0),
                (0.48, 0),
                *_arc(0.48, 0.36, 0.52, 0.36, -90, 0),
                (1, 0.64),
                *_arc(0.48, 0.64, 0.52, 0.36, 0, 90),
                (0, 1),
                (0, 0),
            ]
        ],
    ),
    "E": (0.52, [[(1, 0), (0, 0), (0, 1), (1, 1)], [(0, 0.48), (0.85, 0.48)]]),
    "F": (0.52, [[(1, 0), (0, 0), (0, 1)], [(0, 0.48), (0.85, 0.48)]]),
    "G": (
        0.6,
        [
            [
                *_arc(0.5, 0.3, 0.5, 0.3, -15, -180),
                *_arc(0.5, 0.7, 0.5, 0.3, 180, 0),
                (1, 0.54),
                (0.56, 0.54),
            ]
        ],
    ),
    "H": (0.58, [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(0, 0.48), (1, 0.48)]]),
    "I": (0.34, [[(0.5, 0), (0.5, 1)], [(0, 0), (1, 0)], [(0, 1), (1, 1)]]),
    "J": (0.5, [[(0.3, 0), (1, 0), (1, 0.7), *_arc(0.5, 0.7, 0.5, 0.3, 0, 165)]]),
    "K": (0.6, [[(0, 0), (0, 1)], [(0.96, 0), (0.04, 0.56)], [(0.33, 0.38), (1, 1)]]),
    "L": (0.5, [[(0, 0), (0, 1), (1, 1)]]),
    "M": (0.72, [[(0, 1), (0, 0), (0.5, 0.62), (1, 0), (1, 1)]]),
    "N": (0.6, [[(0, 1), (0, 0), (1, 1), (1, 0)]]),
    "O": (0.7, [_ring(0, 0, 1, 1, 0.42)]),
    "P": (0.56, [[(0, 1), (0, 0), (0.52, 0), *_arc(0.52, 0.28, 0.48, 0.28, -90, 90), (0, 0.56)]]),
    "Q": (0.7, [_ring(0, 0, 1, 1, 0.42), [(0.42, 0.58), (1.0, 1.0)]]),
    "R": (
        0.58,
        [
            [(0, 1), (0, 0), (0.52, 0), *_arc(0.52, 0.27, 0.46, 0.27, -90, 90), (0, 0.54)],
            [(0.5, 0.54), (1, 1)],
        ],
    ),
    "S": (
        0.56,
        [
            [
                *_arc(0.5, 0.25, 0.48, 0.25, -18, -180),
                *_arc(0.5, 0.25, 0.48, 0.23, 180, 100),
                *_arc(0.5, 0.74, 0.5, 0.26, -80, 90),
                *_arc(0.5, 0.74, 0.5, 0.26, 90, 162),
            ]
        ],
    ),
    "T": (0.56, [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 1)]]),
    "U": (0.58, [[(0, 0), (0, 0.68), *_arc(0.5, 0.68, 0.5, 0.32, 180, 0), (1, 0)]]),
    "V": (0.62, [[(0, 0), (0.5, 1), (1, 0)]]),
    "W": (0.86, [[(0, 0), (0.25, 1), (0.5, 0.25), (0.75, 1), (1, 0)]]),
    "X": (0.6, [[(0, 0), (1, 1)], [(1, 0), (0, 1)]]),
    "Y": (0.6, [[(0, 0), (0.5, 0.5), (1, 0)], [(0.5, 0.5), (0.5, 1)]]),
    "Z": (0.56, [[(0, 0), (1, 0), (0, 1), (1, 1)]]),
    "0": (0.52, [_ring(0, 0, 1, 1, 0.3)]),
    "1": (0.36, [[(0, 0.24), (0.78, 0), (0.78, 1)]]),
    "2": (0.54, [[*_arc(0.5, 0.28, 0.5, 0.28, -170, 25), (0, 1), (1, 1)]]),
    "3": (
        0.54,
        [
            [*_arc(0.48, 0.24, 0.44, 0.24, -160, 90), (0.36, 0.48)],
            [(0.48, 0.48), *_arc(0.48, 0.74, 0.52, 0.26, -90, 160)],
        ],
    ),
    "4": (0.58, [[(0.62, 0), (0, 0.74), (1, 0.74)], [(0.76, 0.44), (0.76, 1)]]),
    "5": (0.54, [[(0.92, 0), (0.1, 0), (0.03, 0.46), *_arc(0.46, 0.68, 0.54, 0.32, -130, 155)]]),
    "6": (0.54, [[(0.72, 0), (0.16, 0.46)], _ring(0, 0.4, 1, 1, 0.3), [(0.16, 0.46), (0, 0.7)]]),
    "7": (0.54, [[(0, 0), (1, 0), (0.32, 1)]]),
    "8": (0.56, [_ring(0.08, 0, 0.92, 0.47, 0.235), _ring(0, 0.47, 1, 1, 0.265)]),
    "9": (0.54, [[(0.28, 1), (0.84, 0.54)], _ring(0, 0, 1, 0.6, 0.3), [(0.84, 0.54), (1, 0.3)]]),
    "-": (0.3, [[(0.1, 0.52), (0.9, 0.52)]]),
    "/": (0.4, [[(0, 1), (1, 0)]]),
    ":": (0.16, [[(0.5, 0.28), (0.5, 0.29)], [(0.5, 0.78), (0.5, 0.79)]]),
    ".": (0.16, [[(0.5, 0.98), (0.5, 0.99)]]),
    " ": (0.3, []),
}


@cache
def glyph(char: str, pen: float = 0.145, condense: float = 1.0) -> Mask:
    """One character as a mask DRAWN_PX high.

    pen: thickness of the strokes in heights. condense: factor on the width.
    """
    width, strokes = _SHAPES[char]
    height_px, pen_px = DRAWN_PX, max(1, round(pen * DRAWN_PX))
    width_px = max(pen_px + 2, round(width * condense * height_px))
    mask = np.zeros((height_px, width_px), np.uint8)
    inset = pen_px / 2 + 1
    span = np.array([width_px - 2 * inset, height_px - 2 * inset])
    for stroke in strokes:
        line = np.round((np.array(stroke) * span + inset) * 16).astype(np.int32)
        cv2.polylines(mask, [line], False, 255, pen_px, cv2.LINE_AA, 4)
    return mask


def text_mask(
    text: str, height_px: int, pen: float = 0.145, gap: float = 0.13, condense: float = 1.0
) -> Mask:
    """A line of text as a mask `height_px` high; gap: space between characters in heights."""
    space = np.zeros((DRAWN_PX, max(1, round(gap * DRAWN_PX))), np.uint8)
    parts: list[Mask] = []
    for char in text:
        parts += [glyph(char, pen, condense), space]
    line = np.hstack(parts[:-1])
    size = (max(1, round(line.shape[1] * height_px / DRAWN_PX)), height_px)
    shrunk = cv2.resize(line, size, interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.uint8)
