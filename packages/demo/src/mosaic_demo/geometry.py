"""The pinhole camera and the poses that put things before it.

World: x to the right, y away from the camera along the road, z up, metres. The camera stands at (x, 0, height).
"""

from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
NEAR_M = 0.4


@dataclass(frozen=True)
class Camera:
    """A camera without distortion.

    focal_px: focal length in pixels of a picture of width × height. pitch_deg: downwards. yaw_deg: to the
    right.
    """

    width: int
    height: int
    focal_px: float
    mount_m: tuple[float, float]
    pitch_deg: float
    yaw_deg: float = 0.0
    roll_deg: float = 0.0

    @cached_property
    def position(self) -> Points:
        """Where it stands in the world."""
        return np.array([self.mount_m[0], 0.0, self.mount_m[1]])

    @cached_property
    def axes(self) -> Points:
        """Rows: right, down, forward in world coordinates."""
        pitch, yaw, roll = (radians(a) for a in (self.pitch_deg, self.yaw_deg, self.roll_deg))
        forward = np.array([sin(yaw) * cos(pitch), cos(yaw) * cos(pitch), -sin(pitch)])
        right = np.array([cos(yaw), -sin(yaw), 0.0])
        down = np.cross(forward, right)
        turned = cos(roll) * right + sin(roll) * down
        return np.stack([turned, np.cross(forward, turned), forward])

    def project(self, points: Points) -> tuple[Points, Points]:
        """World points (n, 3) → pixels (n, 2) and depths (n,); points nearer than NEAR_M are held there."""
        seen = (points - self.position) @ self.axes.T
        depth = seen[:, 2]
        held = np.maximum(depth, NEAR_M)[:, None]
        pixels = seen[:, :2] / held * self.focal_px + np.array([self.width / 2, self.height / 2])
        return pixels, depth

    def scaled(self, factor: float) -> "Camera":
        """The same view in a picture `factor` times as large."""
        return Camera(
            round(self.width * factor),
            round(self.height * factor),
            self.focal_px * factor,
            self.mount_m,
            self.pitch_deg,
            self.yaw_deg,
            self.roll_deg,
        )


@dataclass(frozen=True)
class Pose:
    """Where a thing stands and which way its own +y points (0 degrees: away from the camera, 180: towards it)."""

    x: float
    y: float
    heading_deg: float

    def to_world(self, points: Points) -> Points:
        """Own coordinates (n, 3) → world."""
        return np.asarray(self.turn(points) + np.array([self.x, self.y, 0.0]))

    def turn(self, vectors: Points) -> Points:
        """Own directions (n, 3) → world."""
        angle = radians(self.heading_deg)
        c, s = cos(angle), sin(angle)
        x, y = vectors[:, 0], vectors[:, 1]
        return np.stack([c * x - s * y, s * x + c * y, vectors[:, 2]], axis=1)
