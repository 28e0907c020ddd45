"""The engines of a pool, each behind its port. What they need of a picture is copied once into shared memory."""

import math
from collections.abc import Callable, Sequence
from typing import Literal, cast

import cv2
import numpy as np

from mosaic_ai.domain.engines import Engines, entries_of
from mosaic_ai.domain.frames import Pixels
from mosaic_ai.domain.geometry import Box, Corners
from mosaic_ai.domain.readings import EMPTY, Reading
from mosaic_ai.domain.sightings import ClassScore, Detection, LocatedPlate
from mosaic_ai.infrastructure.engine_pool import EnginePool
from mosaic_ai.infrastructure.engine_protocol import MAX_BYTES, Ready, Task, Title, Work

AROUND_PLATE = (0.75, 1.5)
"""What a reader may look at around the plate, in shares of its width and height."""


class _ChildEngine:
    """title: its own, of what the pool tells of its engines."""

    def __init__(self, pool: EnginePool, title: Callable[[Ready], Title | None]) -> None:
        self._pool = pool
        self.name, self.version = title(pool.ready) or Title("", "")


class ChildDetector(_ChildEngine):
    def __init__(self, pool: EnginePool) -> None:
        super().__init__(pool, lambda ready: ready.detector)

    def detect(self, pixels: Pixels, region: Box) -> list[Detection]:
        view = _View(pixels, region)
        found = cast(list[Detection], self._pool.call(view.task("detect"), view.pixels))
        return [Detection(each.label, each.confidence, view.in_picture(each.box)) for each in found]


class ChildClassifier(_ChildEngine):
    def __init__(self, pool: EnginePool) -> None:
        super().__init__(pool, lambda ready: ready.classifier)

    @property
    def classes(self) -> Sequence[str]:
        return self._pool.ready.classes

    def classify(self, pixels: Pixels) -> list[ClassScore]:
        view = _View(pixels, Box(0, 0, pixels.shape[1], pixels.shape[0]))
        return cast(list[ClassScore], self._pool.call(view.task("classify"), view.pixels))


class ChildPlateLocator(_ChildEngine):
    def __init__(self, pool: EnginePool, work: Literal["locate", "locate_still"]) -> None:
        super().__init__(pool, lambda ready: ready.locator)
        self._work: Literal["locate", "locate_still"] = work

    def locate(self, pixels: Pixels, region: Box) -> list[LocatedPlate]:
        view = _View(pixels, region)
        if not view.pixels.size:
            return []
        found = cast(list[LocatedPlate], self._pool.call(view.task(self._work), view.pixels))
        return [
            LocatedPlate(
                each.confidence,
                each.box.scaled(1 / view.scale),
                each.corners.scaled(1 / view.scale) if each.corners else None,
            ).moved(view.x, view.y)
            for each in found
        ]


class ChildPlateReader(_ChildEngine):
    def __init__(self, pool: EnginePool, alone: str = "") -> None:
        """alone: which recogniser reads without the other."""
        super().__init__(pool, lambda ready: ready.readers_alone[alone] if alone else ready.reader)
        self._alone = alone

    def read(
        self,
        pixels: Pixels,
        box: Box,
        *,
        corners: Corners | None = None,
        expected: Reading = EMPTY,
    ) -> Reading:
        view = _View(pixels, box.grown(*AROUND_PLATE))
        if not view.pixels.size:
            return EMPTY
        task = view.task("read")._replace(
            box=box.moved(-view.x, -view.y).scaled(view.scale),
            corners=corners.moved(-view.x, -view.y).scaled(view.scale) if corners else None,
            expected=expected,
            reader=self._alone,
        )
        return cast(Reading, self._pool.call(task, view.pixels))


class _View:
    """A region of a picture, scaled down where it is more than the shared memory holds."""

    def __init__(self, pixels: Pixels, region: Box) -> None:
        inside = region.clipped(pixels.shape[1], pixels.shape[0])
        self.x, self.y = math.floor(inside.x), math.floor(inside.y)
        right, bottom = math.ceil(inside.right), math.ceil(inside.bottom)
        self.pixels = pixels[self.y : bottom, self.x : right]
        self.scale = 1.0
        if self.pixels.size > MAX_BYTES:
            self.scale = math.sqrt(MAX_BYTES / self.pixels.size) * 0.999
            height, width = (max(1, int(side * self.scale)) for side in self.pixels.shape[:2])
            smaller = cv2.resize(self.pixels, (width, height), interpolation=cv2.INTER_AREA)
            self.pixels = np.asarray(smaller, np.uint8)

    def task(self, work: Work) -> Task:
        """Over all of it."""
        height, width = self.pixels.shape[:2]
        return Task(work, height, width, Box(0, 0, width, height))

    def in_picture(self, box: Box) -> Box:
        return box.scaled(1 / self.scale).moved(self.x, self.y)


def child_engines(pool: EnginePool) -> Engines:
    """Behind the same ports as engines in this process."""
    return Engines(
        ChildDetector(pool) if pool.ready.detector else None,
        ChildPlateLocator(pool, "locate"),
        ChildPlateLocator(pool, "locate_still"),
        ChildPlateReader(pool),
        entries_of(pool.selection),
        {name: ChildPlateReader(pool, name) for name in pool.ready.readers_alone},
        ChildClassifier(pool) if pool.ready.classifier else None,
    )
