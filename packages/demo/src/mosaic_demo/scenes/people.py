"""Draws people who walk."""

from math import hypot, pi, sin

import cv2
import numpy as np

from mosaic_demo.geometry import Camera, Pose
from mosaic_demo.scenes.scene import Walker
from mosaic_demo.vehicles.drawing import Cutout
from mosaic_demo.vehicles.light import Light

STEP_M = 1.5


def place(walker: Walker, at_s: float) -> Pose | None:
    """Where the walker is now, None outside of the walk."""
    if not walker.from_s <= at_s <= walker.to_s:
        return None
    share = (at_s - walker.from_s) / (walker.to_s - walker.from_s)
    x = walker.start[0] + (walker.end[0] - walker.start[0]) * share
    y = walker.start[1] + (walker.end[1] - walker.start[1]) * share
    return Pose(x, y, 0)


def draw_walker(camera: Camera, light: Light, walker: Walker, at_s: float) -> Cutout | None:
    """The person as a cut-out; None when out of the picture."""
    pose = place(walker, at_s)
    if pose is None or pose.y < 3:
        return None
    pixels, _ = camera.project(np.array([[pose.x, pose.y, 0.0], [pose.x, pose.y, walker.height_m]]))
    foot, head = pixels
    tall = float(foot[1] - head[1]) * 2
    width = int(tall * 0.6)
    x0, y0 = int(foot[0] - width / 4), int(head[1]) - 2
    canvas = np.zeros((int(tall) + 12, width, 4), np.uint8)
    along = hypot(walker.end[0] - walker.start[0], walker.end[1] - walker.start[1])
    gone = along * (at_s - walker.from_s) / (walker.to_s - walker.from_s)
    swing = sin(2 * pi * gone / STEP_M)
    sideways = abs(walker.end[0] - walker.start[0]) > abs(walker.end[1] - walker.start[1])
    _figure(
        canvas,
        tall,
        swing,
        sideways,
        walker,
        0.35 + 0.75 * float(np.mean(light.sun_colour) + light.lamp_gain),
    )
    small = np.asarray(
        cv2.resize(
            canvas, (canvas.shape[1] // 2, canvas.shape[0] // 2), interpolation=cv2.INTER_AREA
        )
    )
    left, top = max(0, -x0), max(0, -y0)
    right, bottom = min(small.shape[1], camera.width - x0), min(small.shape[0], camera.height - y0)
    if right - left < 2 or bottom - top < 2:
        return None
    return Cutout(x0 + left, y0 + top, np.ascontiguousarray(small[top:bottom, left:right]))


def _figure(
    canvas: np.ndarray, tall: float, swing: float, sideways: bool, walker: Walker, gain: float
) -> None:
    middle = canvas.shape[1] / 2

    def limb(
        points: list[tuple[float, float]], thick: float, colour: tuple[float, float, float]
    ) -> None:
        line = np.array(
            [[(middle + x * tall) * 16, (y * tall + 4) * 16] for x, y in points], np.int32
        )
        shade = (*(min(255.0, c * gain) for c in colour), 255.0)
        cv2.polylines(canvas, [line], False, shade, max(1, int(thick * tall)), cv2.LINE_8, 4)

    reach = 0.16 if sideways else 0.05
    coat, trousers, skin = walker.coat, walker.trousers, (120.0, 150.0, 195.0)
    dark, lighter = ((coat[0] * k, coat[1] * k, coat[2] * k) for k in (0.72, 0.85))
    for side in (-1, 1):
        step = side * swing * reach
        lift = max(0.0, side * swing) * (0.03 if sideways else 0.05)
        hip = 0.0 if sideways else side * 0.045
        limb(
            [(hip, 0.50), (hip + step * 0.5 + 0.01, 0.73), (hip + step, 0.95 - lift)],
            0.085,
            trousers,
        )
        limb([(hip + step, 0.965 - lift), (hip + step + 0.03, 0.975 - lift)], 0.045, (35, 35, 38))
    arm = 0.0 if sideways else 0.115
    limb(
        [
            (-arm, 0.22),
            (-arm - swing * reach * 0.6, 0.38),
            (-arm - swing * reach * 0.9 + 0.01, 0.50),
        ],
        0.055,
        dark,
    )
    limb([(0, 0.24), (0, 0.48)], 0.19 if not sideways else 0.15, coat)
    limb(
        [(arm, 0.22), (arm + swing * reach * 0.6, 0.38), (arm + swing * reach * 0.9 + 0.01, 0.50)],
        0.055,
        lighter,
    )
    limb([(0, 0.15), (0, 0.18)], 0.06, skin)
    centre = (int(middle), int(0.075 * tall + 4))
    cv2.ellipse(
        canvas,
        centre,
        (int(0.048 * tall), int(0.065 * tall)),
        0,
        0,
        360,
        (*(min(255.0, c * gain) for c in skin), 255.0),
        -1,
        cv2.LINE_8,
    )
    cv2.ellipse(
        canvas,
        (centre[0], int(0.055 * tall + 4)),
        (int(0.05 * tall), int(0.05 * tall)),
        0,
        180,
        360,
        (40 * gain, 50 * gain, 60 * gain, 255.0),
        -1,
        cv2.LINE_8,
    )
