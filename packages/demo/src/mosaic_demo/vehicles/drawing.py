"""Draws a posed vehicle as a cut-out with transparency, ready to be laid over the background."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import NEAR_M, Camera, Points, Pose
from mosaic_demo.vehicles.bodies import Vehicle
from mosaic_demo.vehicles.light import Light, shade
from mosaic_demo.vehicles.mesh import Facets

Picture = NDArray[np.uint8]
FINE_PX_PER_M = 130


@dataclass(frozen=True)
class Cutout:
    """A picture with premultiplied transparency: BGRA, its upper left corner at (x, y) of the frame."""

    x: int
    y: int
    bgra: Picture


class _Mesh:
    """Facets as arrays."""

    def __init__(self, facets: Facets) -> None:
        self.points = np.concatenate(facets.polygons)
        self.counts = np.array([len(p) for p in facets.polygons])
        self.starts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        self.normals = np.array(facets.normals)
        self.materials = np.array([int(m) for m in facets.materials])
        self.layers = np.array(facets.layers)
        self.tints = np.array(facets.tints)
        self.centres = np.array([p.mean(0) for p in facets.polygons])


class VehiclePainter:
    """Draws one vehicle; keeps its facets as arrays, fine and coarse, and its plates in several sizes."""

    def __init__(
        self, vehicle: Vehicle, light: Light, front_face: Picture, rear_face: Picture
    ) -> None:
        self.vehicle = vehicle
        self._light = light
        self._fine, self._coarse = _Mesh(vehicle.facets), _Mesh(vehicle.coarse)
        self._faces = {True: _sizes(front_face), False: _sizes(rear_face)}

    def plate_corners(self, camera: Camera, pose: Pose) -> tuple[Points, bool] | None:
        """Pixels of the plate that faces the camera, and whether it is the front one; None when behind it."""
        forward = pose.turn(np.array([[0.0, 1.0, 0.0]]))[0]
        shows_front = bool(forward @ (camera.position - np.array([pose.x, pose.y, 0.5])) > 0)
        corners = self.vehicle.front_plate if shows_front else self.vehicle.rear_plate
        pixels, depths = camera.project(pose.to_world(corners))
        return (pixels, shows_front) if depths.min() > NEAR_M else None

    def draw(self, camera: Camera, pose: Pose, braking: bool) -> Cutout | None:
        """The cut-out, or None when nothing of it is in the picture."""
        away = float(np.hypot(pose.x - camera.position[0], pose.y))
        mesh = self._fine if camera.focal_px / away > FINE_PX_PER_M else self._coarse
        pixels, depths = camera.project(pose.to_world(mesh.points))
        low, high = pixels.min(0), pixels.max(0)
        x0, y0 = max(0, int(low[0]) - 2), max(0, int(low[1]) - 2)
        x1, y1 = min(camera.width, int(high[0]) + 3), min(camera.height, int(high[1]) + 3)
        if x1 - x0 < 2 or y1 - y0 < 2 or depths.max() < NEAR_M:
            return None
        scale = 2 if (x1 - x0) * (y1 - y0) < 500_000 else 1
        canvas = np.zeros(((y1 - y0) * scale, (x1 - x0) * scale, 4), np.uint8)
        self._facets(canvas, mesh, camera, pose, (pixels - [x0, y0]) * scale, depths, braking)
        self._plate(canvas, camera, pose, np.array([x0, y0]), scale)
        if scale == 2:
            canvas = np.asarray(
                cv2.resize(canvas, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA), np.uint8
            )
        return Cutout(x0, y0, canvas)

    def _facets(
        self,
        canvas: Picture,
        mesh: _Mesh,
        camera: Camera,
        pose: Pose,
        pixels: Points,
        depths: Points,
        braking: bool,
    ) -> None:
        centres = pose.to_world(mesh.centres)
        to_eye = camera.position - centres
        distances = np.linalg.norm(to_eye, axis=1)
        to_eye = to_eye / distances[:, None]
        normals = pose.turn(mesh.normals)
        nearest = np.minimum.reduceat(depths, mesh.starts)
        shown = np.flatnonzero(((normals * to_eye).sum(1) > 0) & (nearest > NEAR_M))
        colours = shade(
            self._light,
            normals[shown],
            to_eye[shown],
            mesh.tints[shown],
            mesh.materials[shown],
            braking,
        )
        order = np.lexsort((-distances[shown], mesh.layers[shown]))
        fixed = np.round(pixels * 16).astype(np.int32)
        chosen = shown[order]
        starts, counts = mesh.starts[chosen].tolist(), mesh.counts[chosen].tolist()
        opaque = np.column_stack([colours[order], np.full(len(order), 255, np.uint8)]).tolist()
        for start, count, colour in zip(starts, counts, opaque, strict=True):
            polygon = fixed[start : start + count]
            if count == 4:
                cv2.fillConvexPoly(canvas, polygon, colour, cv2.LINE_8, 4)
            else:
                cv2.fillPoly(canvas, [polygon], colour, cv2.LINE_8, 4)

    def _plate(
        self, canvas: Picture, camera: Camera, pose: Pose, origin: Points, scale: int
    ) -> None:
        seen = self.plate_corners(camera, pose)
        if seen is None:
            return
        corners, shows_front = seen
        target = (corners - origin) * scale
        wide = float(np.linalg.norm(target[1] - target[0]))
        if wide < 6:
            return
        face = next(
            (f for f in self._faces[shows_front] if f.shape[1] <= wide * 1.6),
            self._faces[shows_front][-1],
        )
        left, top = np.floor(target.min(0)).astype(int) - 1
        right, bottom = np.ceil(target.max(0)).astype(int) + 2
        left, top = max(0, left), max(0, top)
        right, bottom = min(canvas.shape[1], right), min(canvas.shape[0], bottom)
        if right - left < 2 or bottom - top < 2:
            return
        height, width = face.shape[:2]
        source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
        matrix = cv2.getPerspectiveTransform(source, (target - [left, top]).astype(np.float32))
        lit = np.clip(face.astype(np.float32) * self._gain(pose, shows_front), 0, 255).astype(
            np.uint8
        )
        warped = cv2.warpPerspective(
            cv2.cvtColor(lit, cv2.COLOR_BGR2BGRA),
            matrix,
            (int(right - left), int(bottom - top)),
            flags=cv2.INTER_LINEAR,
        )
        area = canvas[top:bottom, left:right]
        share = warped[..., 3:].astype(np.float32) / 255
        area[:] = np.round(area * (1 - share) + warped * share).astype(np.uint8)
        area[..., 3] = np.maximum(area[..., 3], warped[..., 3])

    def _gain(self, pose: Pose, shows_front: bool) -> float:
        """How bright the plate is: by sun and sky, at night by what it throws back of the camera's lamp."""
        ahead = pose.turn(np.array([[0.0, 1.0 if shows_front else -1.0, 0.0]]))[0]
        sun = max(0.0, float(ahead @ self._light.sun_direction)) * float(
            np.mean(self._light.sun_colour)
        )
        sky = 0.5 * float(np.mean(self._light.sky)) + 0.35 * float(np.mean(self._light.horizon))
        return min(
            1.0, (0.18 + sky + 0.7 * sun + self._light.lamp_gain * 2.2) * self._light.exposure
        )


def _sizes(face: Picture) -> list[Picture]:
    """The face at full size and halved again and again, largest first."""
    sizes = [face]
    while sizes[-1].shape[1] > 40:
        height, width = sizes[-1].shape[:2]
        small = (max(1, round(width / 1.4)), max(1, round(height / 1.4)))
        sizes.append(np.asarray(cv2.resize(face, small, interpolation=cv2.INTER_AREA), np.uint8))
    return sizes


def lay_over(frame: Picture, cutout: Cutout, opacity: float = 1.0) -> None:
    """Lays a cut-out over the frame in place."""
    bgra = (
        cutout.bgra
        if opacity >= 1
        else np.asarray(cv2.convertScaleAbs(cutout.bgra, alpha=opacity), np.uint8)
    )
    height, width = bgra.shape[:2]
    area = frame[cutout.y : cutout.y + height, cutout.x : cutout.x + width]
    inverse = cv2.bitwise_not(cv2.extractChannel(bgra, 3))
    kept = cv2.multiply(area, cv2.cvtColor(inverse, cv2.COLOR_GRAY2BGR), scale=1 / 255)
    cv2.add(kept, cv2.cvtColor(bgra, cv2.COLOR_BGRA2BGR), dst=area)
