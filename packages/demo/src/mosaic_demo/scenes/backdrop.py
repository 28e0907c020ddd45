"""Paints what stands still: sky, ground, buildings, and things along the road, once for each scene."""

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Camera, Points
from mosaic_demo.scenes.noise import Field, sample, tile
from mosaic_demo.vehicles.light import Light

Picture = NDArray[np.uint8]
Canvas = NDArray[np.float32]
Colour = tuple[float, float, float]
OVERSAMPLED = 2


@dataclass(frozen=True)
class Ground:
    """World coordinates of the ground under every pixel; seen is False above the horizon."""

    x: Field
    y: Field
    seen: NDArray[np.bool_]
    footprint_m: Field


class Backdrop:
    """A picture under construction, OVERSAMPLED times as large as the frame, BGR 0..1."""

    def __init__(self, camera: Camera, light: Light, seed: int) -> None:
        self.camera = camera.scaled(OVERSAMPLED)
        self.light = light
        self.rng = Random(seed)
        self.canvas: Canvas = np.zeros((self.camera.height, self.camera.width, 3), np.float32)
        self.ground = self._ground()
        self.fine = tile(seed)
        self.coarse = tile(seed + 1, (4, 8, 16, 32), 0.7)
        self.patches = sample(
            self.coarse, self.ground.x * 0.8 + self.ground.y * 0.3, self.ground.y, 31.0
        )
        self.wear = sample(self.fine, self.ground.x, self.ground.y, 2.7)

    def finish(self) -> Picture:
        """The frame's background."""
        size = (self.camera.width // OVERSAMPLED, self.camera.height // OVERSAMPLED)
        small = cv2.resize(np.clip(self.canvas, 0, 1), size, interpolation=cv2.INTER_AREA)
        return np.asarray(np.clip(small * self.light.exposure * 255, 0, 255), np.uint8)

    def _ground(self) -> Ground:
        camera = self.camera
        rows, columns = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32)
        right, down, forward = camera.axes
        a = (columns + 0.5 - camera.width / 2) / camera.focal_px
        b = (rows + 0.5 - camera.height / 2) / camera.focal_px
        ray = [a * right[i] + b * down[i] + forward[i] for i in range(3)]
        seen = ray[2] < -1e-4
        reach = np.where(seen, -camera.position[2] / np.where(seen, ray[2], -1), 0)
        x = np.clip(camera.position[0] + ray[0] * reach, -3000, 3000).astype(np.float32)
        y = np.minimum(ray[1] * reach, 4000).astype(np.float32)
        footprint = np.minimum(reach * reach / (camera.focal_px * camera.position[2]), 500).astype(
            np.float32
        )
        return Ground(x, y, np.asarray(seen), footprint)

    def sky(self, clouds: float = 0.5) -> None:
        """Sky from the horizon upwards, with clouds."""
        camera = self.camera
        rows, columns = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32)
        horizon = camera.height / 2 - np.tan(np.radians(camera.pitch_deg)) * camera.focal_px
        up = np.clip((horizon - rows) / camera.focal_px * 4, 0, 1)
        top, low = np.array(self.light.sky, np.float32), np.array(self.light.horizon, np.float32)
        base = low + (top - low) * np.sqrt(up)[..., None]
        puff = sample(self.coarse, columns, rows * 2.6, camera.width * 1.3)
        cover = (
            np.clip((puff - 0.2) * 0.7, 0, 1)[..., None] * clouds * np.clip(up * 6, 0, 1)[..., None]
        )
        self.canvas[:] = base * (1 - cover) + (low * 1.04) * cover

    def band(self, low: float, high: float, softness: float = 1.0) -> Field:
        """1 where low ≤ x < high on the ground, soft by the pixel's footprint."""
        return _between(self.ground.x, low, high, self.ground.y / self.camera.focal_px * softness)

    def stretch(self, near: float, far: float) -> Field:
        """1 where near ≤ y < far on the ground."""
        return _between(self.ground.y, near, far, self.ground.footprint_m)

    def surface(
        self, where: Field, colour: Colour, grain: float, grain_m: float, patches: float = 0.05
    ) -> None:
        """Lays a surface on the ground where the weight says."""
        g = self.ground
        fading = np.clip(0.03 / np.maximum(g.footprint_m, 1e-4), 0.15, 1)
        texture = sample(self.fine, g.x, g.y, grain_m) * grain * fading
        texture += self.patches * np.float32(patches) + 1
        weight = where * g.seen
        for i, level in enumerate(colour):
            plane = self.canvas[..., i]
            plane += (texture * np.float32(level) - plane) * weight

    def paint(self, where: Field, colour: Colour, opacity: float = 0.9) -> None:
        """Worn road paint."""
        weight = where * np.clip(opacity + 0.10 * self.wear, 0, 1) * self.ground.seen
        for i, level in enumerate(colour):
            plane = self.canvas[..., i]
            plane += (np.float32(level) - plane) * weight

    def haze(self, per_m: float = 0.004) -> None:
        """The farther the paler; for what is painted so far."""
        weight = (1 - np.exp(-np.maximum(self.ground.y - 20, 0) * per_m)) * self.ground.seen
        self.canvas[:] += (np.array(self.light.horizon, np.float32) - self.canvas) * weight[
            ..., None
        ]

    def quad(self, corners: Points, texture: Canvas, brightness: float = 1.0) -> None:
        """A texture on a quad in the world; corners: upper left, upper right, lower right, lower left."""
        pixels, depths = self.camera.project(corners)
        if depths.min() < 0.5:
            return
        left, top = np.maximum(np.floor(pixels.min(0)).astype(int) - 1, 0)
        right = min(self.camera.width, int(pixels[:, 0].max()) + 2)
        bottom = min(self.camera.height, int(pixels[:, 1].max()) + 2)
        if right - left < 2 or bottom - top < 2:
            return
        texture = _shrunk(texture, pixels)
        height, width = texture.shape[:2]
        source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        local = (pixels - [left, top]).astype(np.float32)
        matrix = cv2.getPerspectiveTransform(source, local)
        size = (int(right - left), int(bottom - top))
        warped = cv2.warpPerspective(texture * brightness, matrix, size, flags=cv2.INTER_LINEAR)
        mask = np.zeros((size[1], size[0]), np.uint8)
        cv2.fillConvexPoly(mask, np.round(local * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
        weight = (mask.astype(np.float32) / 255)[..., None]
        clear = float(np.exp(-depths.mean() * 0.0035))
        hazed = warped * clear + np.array(self.light.horizon, np.float32) * (1 - clear)
        area = self.canvas[top:bottom, left:right]
        area[:] = area * (1 - weight) + hazed * weight

    def polygon(self, points: Points, colour: Colour) -> None:
        """A flat polygon in the world."""
        pixels, depths = self.camera.project(points)
        if depths.min() < 0.5:
            return
        cv2.fillPoly(self.canvas, [np.round(pixels * 16).astype(np.int32)], colour, cv2.LINE_AA, 4)

    def pole(self, x: float, y: float, height: float, thick: float, colour: Colour) -> None:
        """A vertical pole, lit from the left."""
        for k in range(4):
            a, b = x - thick / 2 + thick * k / 4, x - thick / 2 + thick * (k + 1) / 4
            shade = (1.15, 1.0, 0.8, 0.6)[k]
            self.polygon(
                np.array([[a, y, height], [b, y, height], [b, y, 0], [a, y, 0]]),
                (colour[0] * shade, colour[1] * shade, colour[2] * shade),
            )

    def darken(self, points: Points, strength: float, blur_px: float) -> None:
        """A soft shadow over a polygon on the ground."""
        pixels, _ = self.camera.project(points)
        mask = np.zeros((self.camera.height // 4, self.camera.width // 4), np.float32)
        cv2.fillPoly(mask, [np.round(pixels * 4).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.6, blur_px / 4)), np.float32)
        large = cv2.resize(mask, (self.camera.width, self.camera.height))
        self.canvas *= (1 - strength * large)[..., None]


def _shrunk(texture: Canvas, pixels: Points) -> Canvas:
    """The texture at about the size at which it will be seen, so that nothing flickers or aliases."""
    seen_w = max(np.linalg.norm(pixels[1] - pixels[0]), np.linalg.norm(pixels[2] - pixels[3]))
    seen_h = max(np.linalg.norm(pixels[3] - pixels[0]), np.linalg.norm(pixels[2] - pixels[1]))
    height, width = texture.shape[:2]
    size = (max(2, min(width, int(seen_w * 1.2))), max(2, min(height, int(seen_h * 1.2))))
    return np.asarray(cv2.resize(texture, size, interpolation=cv2.INTER_AREA), np.float32)


def _between(value: Field, low: float, high: float, soft: Field) -> Field:
    width = np.maximum(soft, 1e-3)
    return np.asarray(
        np.clip((value - low) / width + 0.5, 0, 1) * np.clip((high - value) / width + 0.5, 0, 1),
        np.float32,
    )
