"""The barrier of the gate: rises while a vehicle waits, falls when it has passed."""

import cv2
import numpy as np

from mosaic_demo.geometry import Camera
from mosaic_demo.traffic import Trip
from mosaic_demo.vehicles.drawing import Cutout, Picture

ARM_M = 3.2


def openness(trips: list[Trip], at_s: float) -> float:
    """0 closed to 1 open."""
    widest = 0.0
    for trip in trips:
        if trip.view != "front":
            continue
        opens = trip.motion.stop_s + trip.motion.hold_s - 1.6
        closes = opens + 6.5
        widest = max(widest, min(1.0, (at_s - opens) / 1.5, (closes - at_s) / 1.8))
    return max(0.0, widest)


def draw_arm(
    camera: Camera, post: tuple[float, float], share: float, brightness: float
) -> Cutout | None:
    """The post and the arm with red and white stripes; None when they are out of the picture."""
    x, y = post
    canvas: Picture = np.zeros((camera.height * 2, camera.width * 2, 4), np.uint8)
    view = camera.scaled(2)

    def box(points: list[list[float]], colour: tuple[float, float, float]) -> None:
        pixels, _ = view.project(np.array(points))
        lit = (*(min(255.0, c * brightness) for c in colour), 255.0)
        cv2.fillConvexPoly(canvas, np.round(pixels * 16).astype(np.int32), lit, cv2.LINE_8, 4)

    for k in range(4):
        a = x - 0.16 + 0.08 * k
        tone = (70 + 12 * (3 - k), 130 + 20 * (3 - k), 190 + 16 * (3 - k))
        box([[a, y, 1.15], [a + 0.08, y, 1.15], [a + 0.08, y, 0], [a, y, 0]], tone)
    angle = share * np.pi * 0.46
    along, across = (
        np.array([np.cos(angle), 0, np.sin(angle)]),
        np.array([-np.sin(angle), 0, np.cos(angle)]),
    )
    root = np.array([x + 0.1, y - 0.05, 1.02])
    for k in range(8):
        low, high = root + along * (ARM_M * k / 8), root + along * (ARM_M * (k + 1) / 8)
        colour = (235, 235, 235) if k % 2 else (45, 40, 200)
        box(
            [
                (low + across * 0.05).tolist(),
                (high + across * 0.05).tolist(),
                (high - across * 0.05).tolist(),
                (low - across * 0.05).tolist(),
            ],
            colour,
        )
    rows, columns = np.flatnonzero(canvas[..., 3].any(1)), np.flatnonzero(canvas[..., 3].any(0))
    if not rows.size:
        return None
    x0, x1, y0, y1 = columns[0] // 2, columns[-1] // 2 + 1, rows[0] // 2, rows[-1] // 2 + 1
    part = canvas[y0 * 2 : y1 * 2, x0 * 2 : x1 * 2]
    small = cv2.resize(part, (int(x1 - x0), int(y1 - y0)), interpolation=cv2.INTER_AREA)
    return Cutout(int(x0), int(y0), np.asarray(small, np.uint8))
