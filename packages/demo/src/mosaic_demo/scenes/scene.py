"""A scene: its camera, light, timetable, and everything that is not a vehicle."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from mosaic_demo.geometry import Camera
from mosaic_demo.scenes.backdrop import Backdrop
from mosaic_demo.traffic import Slot
from mosaic_demo.vehicles.drawing import Cutout
from mosaic_demo.vehicles.light import Light

Picture = NDArray[np.uint8]


@dataclass
class SwayingTree:
    """Leaves that move in the wind: bgra is the crown at its place (x, y) in the frame."""

    x: int
    y: int
    bgra: Picture
    phase: float

    def at(self, at_s: float) -> Cutout:
        """The crown now: sheared by a breeze of two slow waves; returns to the start after every 60 seconds."""
        height, width = self.bgra.shape[:2]
        turn = 2 * np.pi * at_s / 60
        lean = 0.012 * np.sin(11 * turn + self.phase) + 0.007 * np.sin(26 * turn + 2 * self.phase)
        matrix = np.array([[1, -lean, lean * height], [0.25 * lean, 1, 0]], np.float64)
        moved = cv2.warpAffine(self.bgra, matrix, (width, height), flags=cv2.INTER_LINEAR)
        return Cutout(self.x, self.y, np.asarray(moved, np.uint8))


@dataclass(frozen=True)
class Walker:
    """A person who walks from start to end (x, y in metres) between two instants; tints of coat and trousers."""

    start: tuple[float, float]
    end: tuple[float, float]
    from_s: float
    to_s: float
    coat: tuple[int, int, int]
    trousers: tuple[int, int, int]
    height_m: float = 1.74


@dataclass(frozen=True)
class Scene:
    """What a clip shows.

    seconds: whole, so that the loop keeps the key frame cadence. paint: makes the backdrop and the trees.
    barrier: (x, y) of a gate's post, or None. monochrome: infra-red look.
    """

    name: str
    seconds: int
    camera: Camera
    light: Light
    slots: tuple[Slot, ...]
    paint: Callable[[Backdrop], list[SwayingTree]]
    walkers: tuple[Walker, ...] = ()
    barrier: tuple[float, float] | None = None
    monochrome: bool = False
    noise: float = 1.2
    starts_at: str = "2026-05-12 08:40:00"
    label: str = ""
    glare: bool = field(default=False)
