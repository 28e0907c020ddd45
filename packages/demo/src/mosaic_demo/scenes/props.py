"""Things along the road: houses, trees, posts, fences."""

from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Points
from mosaic_demo.scenes.backdrop import Backdrop, Canvas, Colour
from mosaic_demo.scenes.noise import tile

PX_PER_M = 40


def facade(rng: Random, width_m: float, height_m: float, wall: Colour, shop: bool) -> Canvas:
    """A house front with windows, and a shop on the ground floor if wished."""
    width, height = int(width_m * PX_PER_M), int(height_m * PX_PER_M)
    noise = cv2.resize(tile(rng.randrange(1 << 30)), (width, height))
    face = np.empty((height, width, 3), np.float32)
    face[:] = wall
    face *= (1 + 0.05 * noise)[..., None]
    face *= np.linspace(1.05, 0.92, height, dtype=np.float32)[:, None, None]
    storeys = max(1, int(height_m / 3.0))
    columns = max(2, int(width_m / 2.2))
    cell_w, cell_h = width / columns, height / storeys
    frame = rng.choice([(0.9, 0.9, 0.9), (0.25, 0.25, 0.27), (0.35, 0.45, 0.55)])
    for storey in range(storeys):
        ground = storey == storeys - 1
        for column in range(columns):
            x0, y0 = (column + 0.24) * cell_w, (storey + 0.22) * cell_h
            x1, y1 = (column + 0.76) * cell_w, (storey + 0.80) * cell_h
            if ground and shop:
                x0, x1, y1 = (
                    (column + 0.06) * cell_w,
                    (column + 0.94) * cell_w,
                    (storey + 0.98) * cell_h,
                )
            _window(face, rng, (int(x0), int(y0), int(x1), int(y1)), frame)
        if not ground:
            y = int((storey + 1) * cell_h)
            face[y - 3 : y + 3] *= 0.82
    if shop:
        y = int((storeys - 1 + 0.02) * cell_h)
        face[y : y + int(cell_h * 0.17)] = rng.choice(
            [(0.20, 0.14, 0.45), (0.16, 0.30, 0.14), (0.42, 0.24, 0.10)]
        )
    face[: PX_PER_M // 3] *= 0.7
    return face


def _window(face: Canvas, rng: Random, box: tuple[int, int, int, int], frame: Colour) -> None:
    x0, y0, x1, y1 = box
    cv2.rectangle(face, (x0 - 4, y0 - 4), (x1 + 4, y1 + 5), frame, -1)
    height, width = y1 - y0, x1 - x0
    if height < 3 or width < 3:
        return
    tone = rng.uniform(0.10, 0.30)
    slope = np.linspace(rng.uniform(0.3, 0.55), tone, height, dtype=np.float32)[:, None, None]
    face[y0:y1, x0:x1] = slope * np.array((1.15, 1.0, 0.9), np.float32)
    if rng.random() < 0.45:
        drop = int(height * rng.uniform(0.2, 0.7))
        face[y0 : y0 + drop, x0:x1] = rng.choice([(0.75, 0.78, 0.8), (0.55, 0.6, 0.66)])
    face[y0:y1, (x0 + x1) // 2 - 1 : (x0 + x1) // 2 + 2] = frame


def house(
    backdrop: Backdrop, x: float, y0: float, y1: float, height: float, wall: Colour, shop: bool
) -> None:
    """A house along the street: its front looks at the road (x is that wall), its end at the camera."""
    rng = backdrop.rng
    side = 1.0 if x > 0 else -1.0
    depth = 9.0
    front = facade(rng, y1 - y0, height, wall, shop)
    end = facade(rng, depth, height, (wall[0] * 0.8, wall[1] * 0.8, wall[2] * 0.8), False)
    outer = x + side * depth
    ends = [[x, y0, height], [outer, y0, height], [outer, y0, 0], [x, y0, 0]]
    fronts = [[x, y0, height], [x, y1, height], [x, y1, 0], [x, y0, 0]]
    if side < 0:
        ends = [ends[1], ends[0], ends[3], ends[2]]
    backdrop.quad(np.array(ends), end, 0.72 if side > 0 else 0.95)
    backdrop.quad(np.array(fronts), front, 1.0 if side > 0 else 0.7)


def wall_across(
    backdrop: Backdrop, x0: float, x1: float, y: float, height: float, wall: Colour, shop: bool
) -> None:
    """A house front that faces the camera."""
    face = facade(backdrop.rng, x1 - x0, height, wall, shop)
    backdrop.quad(np.array([[x0, y, height], [x1, y, height], [x1, y, 0], [x0, y, 0]]), face, 0.9)


def fence(
    backdrop: Backdrop, x: float, y0: float, y1: float, height: float, colour: Colour
) -> None:
    """Posts and rails along the road."""
    y = y1
    while y > y0:
        backdrop.pole(x, y, height, 0.06, colour)
        y -= 0.5 if y < 30 else 1.0
    for z in (0.15, height * 0.95):
        backdrop.polygon(
            np.array([[x, y0, z + 0.05], [x, y1, z + 0.05], [x, y1, z], [x, y0, z]]), colour
        )


def lamp_post(backdrop: Backdrop, x: float, y: float, height: float) -> None:
    """A street lamp whose arm reaches over the road."""
    grey: Colour = (0.34, 0.34, 0.33)
    backdrop.darken(
        np.array(
            [[x - 0.1, y, 0], [x + 2.5, y + 1.0, 0], [x + 2.5, y + 1.2, 0], [x - 0.1, y + 0.2, 0]]
        ),
        0.35,
        3,
    )
    backdrop.pole(x, y, height, 0.16, grey)
    reach = -1.6 if x > 0 else 1.6
    backdrop.polygon(
        np.array(
            [
                [x, y, height],
                [x + reach, y, height + 0.25],
                [x + reach, y, height + 0.13],
                [x, y, height - 0.15],
            ]
        ),
        grey,
    )


def crown(rng: Random, side_px: int, tone: Colour) -> NDArray[np.uint8]:
    """The leaves of a tree as a square cut-out with premultiplied transparency (BGRA)."""
    picture = np.zeros((side_px, side_px, 4), np.uint8)
    middle = side_px / 2
    blobs = []
    for _ in range(260):
        angle, reach = rng.uniform(0, 2 * np.pi), np.sqrt(rng.random()) * middle * 0.74
        lump = 0.86 + 0.14 * np.sin(3 * angle + 1) * np.cos(5 * angle)
        blobs.append(
            (middle + reach * lump * np.cos(angle), middle + reach * lump * 0.92 * np.sin(angle))
        )
    blobs.sort(key=lambda b: -b[1])
    for x, y in blobs:
        lit = 1.15 - 0.75 * y / side_px - 0.25 * (x / side_px - 0.5) + rng.uniform(-0.16, 0.16)
        colour = tuple(float(np.clip(c * lit * 255, 0, 255)) for c in tone)
        for _ in range(7):
            cx, cy = x + rng.gauss(0, side_px * 0.035), y + rng.gauss(0, side_px * 0.035)
            axes = (
                max(1, int(side_px * rng.uniform(0.010, 0.026))),
                max(1, int(side_px * rng.uniform(0.006, 0.016))),
            )
            cv2.ellipse(
                picture,
                (int(cx), int(cy)),
                axes,
                rng.uniform(0, 180),
                0,
                360,
                (*colour, 255.0),
                -1,
                cv2.LINE_8,
            )
    small = cv2.resize(picture, (side_px // 2, side_px // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def trunk(backdrop: Backdrop, x: float, y: float, height: float, thick: float) -> None:
    """A tree's trunk and its shadow."""
    around = np.linspace(0, 2 * np.pi, 20)
    centre = np.array([x + 1.6, y + 1.2, 0])
    shadow: Points = centre + np.stack(
        [2.4 * np.cos(around), 1.5 * np.sin(around), 0 * around], axis=1
    )
    backdrop.darken(shadow, 0.4 * backdrop.light.shadow / 0.5, 10)
    backdrop.pole(x, y, height, thick, (0.16, 0.21, 0.27))
