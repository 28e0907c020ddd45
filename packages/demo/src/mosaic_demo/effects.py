"""What vehicles do to the light around them: shadows on the ground, glare in the lens."""

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Points
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.traffic import Trip

Picture = NDArray[np.uint8]


def cast_shadow(scene: Scene, frame: Picture, trip: Trip, at_s: float) -> None:
    """Darkens the ground under and beside a vehicle."""
    vehicle, pose, light = trip.vehicle, trip.pose(at_s), scene.light
    w, front, rear = vehicle.half_width_m, vehicle.front_y, vehicle.rear_y
    base = pose.to_world(np.array([[-w, rear, 0], [w, rear, 0], [w, front, 0], [-w, front, 0.0]]))
    sun = light.sun_direction
    cast = base - np.array([sun[0], sun[1], 0]) / max(sun[2], 0.3) * vehicle.height_m * 0.62
    hull = cv2.convexHull(np.concatenate([base, cast])[:, :2].astype(np.float32))[:, 0]
    shapes = [(np.column_stack([hull, np.zeros(len(hull))]), light.shadow), (base * 1.0, 0.55)]
    for shape, strength in shapes:
        _darken(scene, frame, shape, strength * trip.opacity(at_s))


def _darken(scene: Scene, frame: Picture, ground: Points, strength: float) -> None:
    camera = scene.camera
    pixels, depths = camera.project(ground)
    if depths.max() < 1 or strength <= 0:
        return
    size = float(np.ptp(pixels[:, 0]))
    blur = max(1.5, min(14.0, size * 0.02))
    low = np.maximum(pixels.min(0) - blur * 3, 0).astype(int)
    high = np.minimum(pixels.max(0) + blur * 3, [camera.width, camera.height]).astype(int)
    if (high - low).min() < 4:
        return
    step = 2 if size < 150 else 4
    shape = ((high[1] - low[1]) // step + 1, (high[0] - low[0]) // step + 1)
    mask = np.full(shape, 255, np.uint8)
    local = np.clip((pixels - low) / step, -4000, 4000)
    cv2.fillPoly(
        mask, [np.round(local * 16).astype(np.int32)], 255 * (1 - strength), cv2.LINE_AA, 4
    )
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, blur / step)), np.uint8)
    large = cv2.resize(mask, (int(high[0] - low[0]), int(high[1] - low[1])))
    area = frame[low[1] : high[1], low[0] : high[0]]
    area[:] = cv2.multiply(area, cv2.cvtColor(large, cv2.COLOR_GRAY2BGR), scale=1 / 255)


def cast_glare(scene: Scene, frame: Picture, trip: Trip, at_s: float) -> None:
    """Light that spills from lamps into the lens."""
    pose = trip.pose(at_s)
    front = trip.view == "front"
    lamps = trip.vehicle.headlamps if front else trip.vehicle.taillamps
    pixels, depths = scene.camera.project(pose.to_world(lamps))
    for (x, y), depth in zip(pixels, depths, strict=True):
        if depth < 3:
            continue
        radius = int(min(150, scene.camera.focal_px / depth * (0.62 if front else 0.22)))
        _add_glow(frame, int(x), int(y), radius, 0.9 if front else 0.35)


def _add_glow(frame: Picture, x: int, y: int, radius: int, strength: float) -> None:
    if radius < 2:
        return
    grid = np.arange(-radius, radius + 1, dtype=np.float32) / radius
    distance = np.sqrt(grid[:, None] ** 2 + grid[None] ** 2)
    glow = (
        np.clip(
            strength * (0.75 * np.exp(-distance * 9) + 0.5 * np.exp(-distance * 3.2)) - 0.03, 0, 1
        )
        * 255
    )
    x0, y0, x1, y1 = (
        max(0, x - radius),
        max(0, y - radius),
        min(frame.shape[1], x + radius + 1),
        min(frame.shape[0], y + radius + 1),
    )
    if x1 <= x0 or y1 <= y0:
        return
    part = glow[y0 - y + radius : y1 - y + radius, x0 - x + radius : x1 - x + radius].astype(
        np.uint8
    )
    area = frame[y0:y1, x0:x1]
    area[:] = cv2.add(area, cv2.merge([part, part, part]))
