"""The demo's places as cameras see them: by any traffic, weather and light, and with faults of the camera."""

from dataclasses import replace

import cv2
import numpy as np

from mosaic_ai.domain.frames import Pixels
from mosaic_demo.film import FPS, Film
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.scenes.scene import Scene
from mosaic_demo.sightings import Sighting
from mosaic_demo.traffic import plan, plan_plates
from mosaic_demo.vehicles.drawing import lay_over


class Place(Film):
    """One camera of the demo; any instant can be had without those before it."""

    def __init__(self, scene: Scene, seed: int, *, smaller: float = 1.0) -> None:
        scene = replace(scene, camera=scene.camera.scaled(smaller))
        super().__init__(scene.name, scene, seed, plan_plates(scene.slots, seed, set()))
        backdrop = Backdrop(scene.camera, scene.light, self._rng_seed)
        self._trees = scene.paint(backdrop)
        self._empty = backdrop.finish()
        self._grain = np.random.default_rng(seed)
        self.drive(seed)

    def drive(self, seed: int) -> None:
        """Other vehicles from now on, at other instants."""
        plates = plan_plates(self.scene.slots, seed, set())
        self.trips = plan(self.scene.slots, plates, seed)
        self._sightings = [Sighting(trip, self._painter(trip)) for trip in self.trips]

    def at(self, second: float) -> Pixels:
        """The picture then."""
        frame = self._empty.copy()
        for tree in self._trees:
            lay_over(frame, tree.at(second))
        number = round(second * FPS)
        self._populate(frame, number)
        rough = self._grain.standard_normal(frame.shape[:2], np.float32) * self.scene.noise
        noise = np.clip(np.round(rough), -127, 127).astype(np.int8)
        picture = self._developed(frame, number, noise)
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_YUV2BGR_I420), np.uint8)

    def seconds(self, first: int, count: int) -> list[Pixels]:
        """Pictures a second apart; after the clip's end it begins again."""
        return [self.at((first + each) % self.scene.seconds) for each in range(count)]


def as_sent(picture: Pixels, quality: int = 85) -> Pixels:
    """With what compression takes away."""
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)


def blurred(picture: Pixels, sigma: float) -> Pixels:
    """Out of focus; the clock that the camera prints stays sharp."""
    result = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.uint8)
    high, wide = picture.shape[0] // 24, picture.shape[1] // 4
    result[-high:, -wide:] = picture[-high:, -wide:]
    return result


def darkened(picture: Pixels, gain: float) -> Pixels:
    return (picture.astype(np.float32) * gain).astype(np.uint8)


def dazzled(picture: Pixels, share: float) -> Pixels:
    """A lamp or the sun in the lens that burns out about that share of the picture."""
    high, wide = picture.shape[:2]
    x, y = np.meshgrid(np.arange(wide) - wide * 0.6, np.arange(high) - high * 0.4)
    radius = np.sqrt(share * high * wide / np.pi)
    glow = np.exp(-((np.hypot(x, y) / radius) ** 2)) * 255 * np.e
    return np.clip(picture + glow[..., None], 0, 255).astype(np.uint8)


def fogged(picture: Pixels, share: float) -> Pixels:
    return (picture.astype(np.float32) * (1 - share) + 160 * share).astype(np.uint8)


def covered(picture: Pixels, share: float, side: str = "left") -> Pixels:
    """Something near and out of focus over that share of the picture."""
    result = picture.copy()
    high, wide = picture.shape[:2]
    area = {
        "left": np.s_[:, : round(wide * share)],
        "right": np.s_[:, wide - round(wide * share) :],
        "top": np.s_[: round(high * share)],
        "all": np.s_[:, :],
    }[side]
    shade = np.linspace(35, 60, result[area].shape[0])[:, None, None]
    result[area] = shade.astype(np.uint8)
    return result


def window(picture: Pixels, left: float, top: float, size: float = 0.85) -> Pixels:
    """What a camera with a narrower view sees that looks there; shares of the picture."""
    high, wide = picture.shape[:2]
    x, y = round(left * wide), round(top * high)
    return np.ascontiguousarray(picture[y : y + round(size * high), x : x + round(size * wide)])


def rained_on(picture: Pixels, seed: int, drops: int = 500) -> Pixels:
    """Streaks, other ones in each picture, and the haze of heavy rain."""
    rng = np.random.default_rng(seed)
    high, wide = picture.shape[:2]
    result = picture.astype(np.float32) * 0.75 + 30
    for _ in range(drops):
        x, y, long = int(rng.integers(wide)), int(rng.integers(high)), int(rng.integers(12, 36))
        cv2.line(result, (x, y), (x + long // 8, y + long), (200, 200, 200), 1)
    return np.clip(result, 0, 255).astype(np.uint8)


def lit(picture: Pixels, seed: int) -> Pixels:
    """Another hour of the day: brightness, contrast and colour differ, and a shadow lies over a part."""
    rng = np.random.default_rng(seed)
    gamma, gain = rng.uniform(0.7, 1.5), rng.uniform(0.75, 1.1)
    infrared = np.ptp(picture, axis=2).max() < 16
    tint = np.ones(3) if infrared else rng.uniform(0.92, 1.08, 3)
    result = (picture / 255.0) ** gamma * 255 * gain * tint
    high, wide = picture.shape[:2]
    corners = np.array(
        [[rng.uniform(0, wide), 0], [wide, 0], [wide, high], [rng.uniform(0, wide), high]]
    )
    shadow = np.ones((high, wide), np.float32)
    cv2.fillPoly(shadow, [corners.astype(np.int32)], rng.uniform(0.55, 0.8))
    shadow = cv2.GaussianBlur(shadow, (0, 0), 3)
    return np.clip(result * shadow[..., None], 0, 255).astype(np.uint8)
