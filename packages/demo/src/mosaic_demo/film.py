"""Turns a scene into frames and, on the way, into its ground truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.frame_clock import draw_frame_number
from mosaic_demo.geometry import Points
from mosaic_demo.plates.face import Plate, draw_face
from mosaic_demo.plates.glyphs import text_mask
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.gate_arm import draw_arm, openness
from mosaic_demo.scenes.people import draw_walker, place
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.traffic import Trip, plan
from mosaic_demo.truth import READABLE_WIDTH_PX, ClipTruth, Passage
from mosaic_demo.vehicles.drawing import Cutout, VehiclePainter, lay_over

Picture = NDArray[np.uint8]
FPS, KEYED_EVERY, NOISE_PICTURES = 25, 5, 12
MIN_PLATE_PX, TREES_EVERY = 12, 2


@dataclass
class _Sight:
    """What has been seen of a trip so far."""

    visible: list[int]
    readable: list[int]
    boxes: list[tuple[int, float, float, float, float]]
    vehicle_boxes: list[tuple[int, float, float, float, float]]


class Film:
    """One clip: frames() yields its pictures once, truth() tells afterwards what they show."""

    def __init__(self, name: str, scene: Scene, seed: int, plates: list[Plate]) -> None:
        self.name, self.scene, self.seed = name, scene, seed
        self.frame_count = scene.seconds * FPS
        self.trips = plan(scene.slots, plates, seed)
        self._sights = [_Sight([], [], [], []) for _ in self.trips]
        self._rng_seed = Random(seed).randrange(1 << 30)
        self._last_arm: tuple[float, Cutout | None] | None = None
        self._starts_at = datetime.fromisoformat(scene.starts_at)

    def frames(self) -> Iterator[Picture]:
        """I420 pictures, (height * 3 / 2, width)."""
        scene, camera = self.scene, self.scene.camera
        backdrop = Backdrop(camera, scene.light, self._rng_seed)
        trees = scene.paint(backdrop)
        still = backdrop.finish()
        painters = [
            VehiclePainter(
                t.vehicle, scene.light, draw_face(t.plate, rear=False), draw_face(t.plate, rear=True)
            )
            for t in self.trips
        ]
        noise = _noise(self._rng_seed, scene.noise, (camera.height, camera.width))
        grain = np.random.default_rng(self._rng_seed)
        caches: dict[int, tuple[tuple[float, ...], Cutout | None]] = {}
        swayed = still
        for number in range(self.frame_count):
            at_s = number / FPS
            if number % TREES_EVERY == 0:
                swayed = still.copy()
                for tree in trees:
                    lay_over(swayed, tree.at(at_s))
            frame = swayed.copy()
            self._populate(frame, number, painters, caches)
            yield self._developed(frame, number, noise[int(grain.integers(NOISE_PICTURES))])

    def _populate(
        self,
        frame: Picture,
        number: int,
        painters: list[VehiclePainter],
        caches: dict[int, tuple[tuple[float, ...], Cutout | None]],
    ) -> None:
        scene, camera, at_s = self.scene, self.scene.camera, number / FPS
        present = [i for i, t in enumerate(self.trips) if t.is_near(at_s)]
        layers: list[tuple[float, int]] = [(self.trips[i].plate_y(at_s), i) for i in present]
        for k, walker in enumerate(scene.walkers):
            spot = place(walker, at_s)
            if spot:
                layers.append((spot.y, -1 - k))
        for i in present:
            self._shadow(frame, self.trips[i], at_s)
        covers: list[Cutout] = []
        cutouts: dict[int, Cutout] = {}
        for _, i in sorted(layers, reverse=True):
            if i < 0:
                person = draw_walker(camera, scene.light, scene.walkers[-1 - i], at_s)
                if person:
                    lay_over(frame, person)
                    covers.append(person)
                continue
            trip = self.trips[i]
            pose, braking = trip.pose(at_s), trip.motion.brakes(at_s)
            key = (pose.x, pose.y, pose.heading_deg, float(braking))
            if i not in caches or caches[i][0] != key:
                caches[i] = (key, painters[i].draw(camera, pose, braking))
            cutout = caches[i][1]
            if cutout is None:
                continue
            cutouts[i] = cutout
            lay_over(frame, cutout, trip.opacity(at_s))
            if scene.glare:
                self._glare(frame, trip, at_s)
        arm = self._arm(at_s)
        if arm:
            lay_over(frame, arm)
            covers.append(arm)
        nearer = sorted(cutouts, key=lambda i: self.trips[i].plate_y(at_s))
        for position, i in enumerate(nearer):
            before = [cutouts[j] for j in nearer[:position]]
            self._note(number, i, painters[i], cutouts[i], before + covers)

    def _arm(self, at_s: float) -> Cutout | None:
        if self.scene.barrier is None:
            return None
        share = round(openness(self.trips, at_s), 3)
        if self._last_arm is None or self._last_arm[0] != share:
            self._last_arm = (share, draw_arm(self.scene.camera, self.scene.barrier, share, 0.9))
        return self._last_arm[1]

    def _shadow(self, frame: Picture, trip: Trip, at_s: float) -> None:
        """Darkens the ground under and beside a vehicle."""
        vehicle, pose, light = trip.vehicle, trip.pose(at_s), self.scene.light
        w, front, rear = vehicle.half_width_m, vehicle.front_y, vehicle.rear_y
        base = pose.to_world(np.array([[-w, rear, 0], [w, rear, 0], [w, front, 0], [-w, front, 0.0]]))
        sun = light.sun_direction
        cast = base - np.array([sun[0], sun[1], 0]) / max(sun[2], 0.3) * vehicle.height_m * 0.62
        hull = cv2.convexHull(np.concatenate([base, cast])[:, :2].astype(np.float32))[:, 0]
        shapes = [(np.column_stack([hull, np.zeros(len(hull))]), light.shadow), (base * 1.0, 0.55)]
        for shape, strength in shapes:
            self._darken(frame, shape, strength * trip.opacity(at_s))

    def _darken(self, frame: Picture, ground: Points, strength: float) -> None:
        camera = self.scene.camera
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
        cv2.fillPoly(mask, [np.round(local * 16).astype(np.int32)], 255 * (1 - strength), cv2.LINE_AA, 4)
        mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, blur / step)), np.uint8)
        large = cv2.resize(mask, (int(high[0] - low[0]), int(high[1] - low[1])))
        area = frame[low[1] : high[1], low[0] : high[0]]
        area[:] = cv2.multiply(area, cv2.cvtColor(large, cv2.COLOR_GRAY2BGR), scale=1 / 255)

    def _glare(self, frame: Picture, trip: Trip, at_s: float) -> None:
        """Light that spills from lamps into the lens."""
        pose = trip.pose(at_s)
        front = trip.view == "front"
        lamps = trip.vehicle.headlamps if front else trip.vehicle.taillamps
        pixels, depths = self.scene.camera.project(pose.to_world(lamps))
        for (x, y), depth in zip(pixels, depths, strict=True):
            if depth < 3:
                continue
            radius = int(min(150, self.scene.camera.focal_px / depth * (0.62 if front else 0.22)))
            _add_glow(frame, int(x), int(y), radius, 0.9 if front else 0.35)

    def _developed(self, frame: Picture, number: int, noise: NDArray[np.int8]) -> Picture:
        """Sensor noise, on-screen time, frame number, as I420."""
        if self.scene.monochrome:
            grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
            picture = np.full((frame.shape[0] * 3 // 2, frame.shape[1]), 128, np.uint8)
            picture[: frame.shape[0]] = 16 + (grey.astype(np.uint16) * 219 >> 8).astype(np.uint8)
        else:
            picture = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420), np.uint8)
        luma = picture[: frame.shape[0]]
        luma[:] = cv2.add(luma, noise, dtype=cv2.CV_8U)
        self._stamp(luma, number)
        draw_frame_number(luma, number)
        return picture

    def _stamp(self, luma: Picture, number: int) -> None:
        when = self._starts_at + timedelta(seconds=number // FPS)
        mask = text_mask(f"{self.scene.label} {when:%Y-%m-%d %H:%M:%S}", 13, 0.12, 0.2)
        height, width = mask.shape
        right, bottom = luma.shape[1] - 12, luma.shape[0] - 10
        area = luma[bottom - height : bottom, right - width : right]
        area[:] = np.maximum(area * 0.75, mask * (225 / 255)).astype(np.uint8)

    def _note(
        self, number: int, i: int, painter: VehiclePainter, cutout: Cutout, before: list[Cutout]
    ) -> None:
        """Writes down what this frame shows of a trip."""
        camera, trip, sight = self.scene.camera, self.trips[i], self._sights[i]
        at_s = number / FPS
        sight.visible.append(number)
        keyed = number % KEYED_EVERY == 0
        height, width = cutout.bgra.shape[:2]
        if keyed:
            sight.vehicle_boxes.append((number, float(cutout.x), float(cutout.y), float(width), float(height)))
        seen = painter.plate_corners(camera, trip.pose(at_s))
        if seen is None:
            return
        low, high = seen[0].min(0), seen[0].max(0)
        inside = low[0] >= 0 and low[1] >= 0 and high[0] <= camera.width - 1 and high[1] <= camera.height - 1
        if high[0] <= 0 or high[1] <= 0 or low[0] >= camera.width or low[1] >= camera.height:
            return
        if high[0] - low[0] < MIN_PLATE_PX:
            return
        if keyed:
            x, y = max(0.0, float(low[0])), max(0.0, float(low[1]))
            right, bottom = min(float(camera.width), float(high[0])), min(float(camera.height), float(high[1]))
            sight.boxes.append((number, round(x, 1), round(y, 1), round(right - x, 1), round(bottom - y, 1)))
        if inside and high[0] - low[0] >= READABLE_WIDTH_PX and not _covered(low, high, before):
            sight.readable.append(number)

    def truth(self) -> ClipTruth:
        """The clip's ground truth; call it when frames() is through."""
        passages = []
        for trip, sight in zip(self.trips, self._sights, strict=True):
            first, last = _longest_run(sight.readable)
            passages.append(
                Passage(
                    trip.plate.text, trip.plate.printed, trip.plate.format.name,
                    trip.vehicle.kind,  # type: ignore[arg-type]
                    trip.view, sight.visible[0], sight.visible[-1], first, last,
                    sight.boxes, sight.vehicle_boxes,
                )
            )
        camera = self.scene.camera
        return ClipTruth(
            self.name, self.scene.name, self.seed, FPS, self.frame_count, camera.width, camera.height, passages
        )


def _noise(seed: int, deviation: float, shape: tuple[int, int]) -> list[NDArray[np.int8]]:
    rng = np.random.default_rng(seed)
    pictures = []
    for _ in range(NOISE_PICTURES):
        rough = rng.standard_normal(shape, np.float32) * deviation
        pictures.append(np.clip(np.round(rough), -127, 127).astype(np.int8))
    return pictures


def _covered(low: Points, high: Points, cutouts: list[Cutout]) -> bool:
    """Whether something nearer lies over more than 2 % of the box."""
    x0, y0, x1, y1 = int(low[0]), int(low[1]), int(high[0]) + 1, int(high[1]) + 1
    for cutout in cutouts:
        part = cutout.bgra[
            max(0, y0 - cutout.y) : max(0, y1 - cutout.y), max(0, x0 - cutout.x) : max(0, x1 - cutout.x), 3
        ]
        if part.size and float((part > 100).sum()) > 0.02 * (x1 - x0) * (y1 - y0):
            return True
    return False


def _longest_run(frames: list[int]) -> tuple[int, int]:
    """First and last of the longest stretch without a gap; (-1, -1) when there is none."""
    best, start = (-1, -1), 0
    for i in range(len(frames)):
        if i + 1 == len(frames) or frames[i + 1] != frames[i] + 1:
            if best == (-1, -1) or frames[i] - frames[start] > best[1] - best[0]:
                best = (frames[start], frames[i])
            start = i + 1
    return best


def _add_glow(frame: Picture, x: int, y: int, radius: int, strength: float) -> None:
    if radius < 2:
        return
    grid = np.arange(-radius, radius + 1, dtype=np.float32) / radius
    distance = np.sqrt(grid[:, None] ** 2 + grid[None] ** 2)
    glow = np.clip(strength * (0.75 * np.exp(-distance * 9) + 0.5 * np.exp(-distance * 3.2)) - 0.03, 0, 1) * 255
    x0, y0, x1, y1 = max(0, x - radius), max(0, y - radius), min(frame.shape[1], x + radius + 1), min(
        frame.shape[0], y + radius + 1
    )
    if x1 <= x0 or y1 <= y0:
        return
    part = glow[y0 - y + radius : y1 - y + radius, x0 - x + radius : x1 - x + radius].astype(np.uint8)
    area = frame[y0:y1, x0:x1]
    area[:] = cv2.add(area, cv2.merge([part, part, part]))
