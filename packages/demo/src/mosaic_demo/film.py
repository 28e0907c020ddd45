"""Turns a scene into frames and, on the way, into its ground truth."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.effects import cast_glare, cast_shadow
from mosaic_demo.frame_clock import draw_frame_number
from mosaic_demo.geometry import Pose
from mosaic_demo.plates.face import Plate, draw_face
from mosaic_demo.plates.glyphs import text_mask
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.gate_arm import draw_arm, openness
from mosaic_demo.scenes.people import draw_walker, place
from mosaic_demo.scenes.scene import Scene, Walker
from mosaic_demo.sightings import Sighting
from mosaic_demo.traffic import Trip, plan
from mosaic_demo.truth import ClipTruth
from mosaic_demo.vehicles.drawing import Cutout, VehiclePainter, lay_over

Picture = NDArray[np.uint8]
FPS, NOISE_PICTURES, TREES_EVERY = 25, 12, 2


class Film:
    """One clip: frames() yields its pictures once, truth() tells afterwards what they show."""

    def __init__(self, name: str, scene: Scene, seed: int, plates: list[Plate]) -> None:
        self.name, self.scene, self.seed = name, scene, seed
        self.frame_count = scene.seconds * FPS
        self.trips = plan(scene.slots, plates, seed)
        self._sightings: list[Sighting] = []
        self._cutouts: dict[str, tuple[tuple[Pose, bool], Cutout | None]] = {}
        self._rng_seed = Random(seed).randrange(1 << 30)
        self._last_arm: tuple[float, Cutout | None] | None = None
        self._starts_at = datetime.fromisoformat(scene.starts_at)

    def frames(self) -> Iterator[Picture]:
        """I420 pictures, (height * 3 / 2, width)."""
        scene, camera = self.scene, self.scene.camera
        backdrop = Backdrop(camera, scene.light, self._rng_seed)
        trees = scene.paint(backdrop)
        still = swayed = backdrop.finish()
        noise = _noise(self._rng_seed, scene.noise, (camera.height, camera.width))
        grain = np.random.default_rng(self._rng_seed)
        self._sightings = [Sighting(trip, self._painter(trip)) for trip in self.trips]
        for number in range(self.frame_count):
            if number % TREES_EVERY == 0:
                swayed = still.copy()
                for tree in trees:
                    lay_over(swayed, tree.at(number / FPS))
            frame = swayed.copy()
            self._populate(frame, number)
            yield self._developed(frame, number, noise[int(grain.integers(NOISE_PICTURES))])

    def _painter(self, trip: Trip) -> VehiclePainter:
        front, rear = (draw_face(trip.plate, rear=rear) for rear in (False, True))
        return VehiclePainter(trip.vehicle, self.scene.light, front, rear)

    def _populate(self, frame: Picture, number: int) -> None:
        """Draws everything that moves, the farthest first, and notes what is seen of vehicles."""
        scene, at_s = self.scene, number / FPS
        trips = [s for s in self._sightings if s.trip.is_near(at_s)]
        things: list[tuple[float, Sighting | Walker]] = [(s.trip.plate_y(at_s), s) for s in trips]
        things += [(spot.y, w) for w in scene.walkers if (spot := place(w, at_s))]
        for sighting in trips:
            cast_shadow(scene, frame, sighting.trip, at_s)
        drawn: list[tuple[Sighting | None, Cutout]] = []
        for _, thing in sorted(things, key=lambda t: -t[0]):
            if isinstance(thing, Sighting):
                cutout, opacity = self._vehicle(thing, at_s), thing.trip.opacity(at_s)
            else:
                cutout, opacity = draw_walker(scene.camera, scene.light, thing, at_s), 1.0
            if cutout is None:
                continue
            lay_over(frame, cutout, opacity)
            drawn.append((thing if isinstance(thing, Sighting) else None, cutout))
            if scene.glare and isinstance(thing, Sighting):
                cast_glare(scene, frame, thing.trip, at_s)
        arm = self._arm(at_s)
        if arm:
            lay_over(frame, arm)
            drawn.append((None, arm))
        for i, (seen, cutout) in enumerate(drawn):
            if seen:
                seen.note(scene.camera, number, at_s, cutout, [over for _, over in drawn[i + 1 :]])

    def _vehicle(self, sighting: Sighting, at_s: float) -> Cutout | None:
        """The vehicle now; one that stands still is not drawn again."""
        trip = sighting.trip
        pose, braking = trip.pose(at_s), trip.motion.brakes(at_s)
        key = (pose, braking)
        cached = self._cutouts.get(trip.plate.text)
        if cached is None or cached[0] != key:
            cached = (key, sighting.painter.draw(self.scene.camera, pose, braking))
            self._cutouts[trip.plate.text] = cached
        return cached[1]

    def _arm(self, at_s: float) -> Cutout | None:
        if self.scene.barrier is None:
            return None
        share = round(openness(self.trips, at_s), 3)
        if self._last_arm is None or self._last_arm[0] != share:
            self._last_arm = (share, draw_arm(self.scene.camera, self.scene.barrier, share, 0.9))
        return self._last_arm[1]

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

    def truth(self) -> ClipTruth:
        """The clip's ground truth; call it when frames() is through."""
        camera = self.scene.camera
        return ClipTruth(
            self.name,
            self.scene.name,
            self.seed,
            FPS,
            self.frame_count,
            camera.width,
            camera.height,
            [s.passage() for s in self._sightings if s.visible],
        )


def _noise(seed: int, deviation: float, shape: tuple[int, int]) -> list[NDArray[np.int8]]:
    rng = np.random.default_rng(seed)
    pictures = []
    for _ in range(NOISE_PICTURES):
        rough = rng.standard_normal(shape, np.float32) * deviation
        pictures.append(np.clip(np.round(rough), -127, 127).astype(np.int8))
    return pictures
