"""Writes down, frame by frame, what a clip shows of each vehicle."""

from dataclasses import dataclass, field

import numpy as np

from mosaic_demo.geometry import Camera, Points
from mosaic_demo.traffic import Trip
from mosaic_demo.truth import READABLE_WIDTH_PX, Passage
from mosaic_demo.vehicles.drawing import Cutout, VehiclePainter

KEYED_EVERY, MIN_PLATE_PX = 5, 12
Key = tuple[int, float, float, float, float]


@dataclass
class Sighting:
    """What has been seen of one trip so far."""

    trip: Trip
    painter: VehiclePainter
    visible: list[int] = field(default_factory=list)
    readable: list[int] = field(default_factory=list)
    boxes: list[Key] = field(default_factory=list)
    vehicle_boxes: list[Key] = field(default_factory=list)

    def note(
        self, camera: Camera, number: int, at_s: float, cutout: Cutout, nearer: list[Cutout]
    ) -> None:
        """What frame `number` shows; nearer: all that was drawn over the vehicle."""
        self.visible.append(number)
        keyed = number % KEYED_EVERY == 0
        height, width = cutout.bgra.shape[:2]
        if keyed:
            self.vehicle_boxes.append(
                (number, float(cutout.x), float(cutout.y), float(width), float(height))
            )
        seen = self.painter.plate_corners(camera, self.trip.pose(at_s))
        if seen is None:
            return
        low, high = seen[0].min(0), seen[0].max(0)
        frame = np.array([camera.width, camera.height])
        if (high <= 0).any() or (low >= frame).any() or high[0] - low[0] < MIN_PLATE_PX:
            return
        if keyed:
            x, y = np.maximum(low, 0)
            right, bottom = np.minimum(high, frame)
            box = [round(float(v), 1) for v in (x, y, right - x, bottom - y)]
            self.boxes.append((number, box[0], box[1], box[2], box[3]))
        inside = (low >= 0).all() and (high <= frame - 1).all()
        if inside and high[0] - low[0] >= READABLE_WIDTH_PX and not _covered(low, high, nearer):
            self.readable.append(number)

    def passage(self) -> Passage:
        """The whole passage; both readable frames are -1 when the plate never is."""
        first, last = _longest_run(self.readable)
        plate = self.trip.plate
        return Passage(
            plate.text,
            plate.printed,
            plate.format.name,
            self.trip.vehicle.kind,
            self.trip.view,
            self.visible[0],
            self.visible[-1],
            first,
            last,
            self.boxes,
            self.vehicle_boxes,
        )


def _covered(low: Points, high: Points, cutouts: list[Cutout]) -> bool:
    """Whether something nearer lies over more than 2 % of the box."""
    x0, y0, x1, y1 = int(low[0]), int(low[1]), int(high[0]) + 1, int(high[1]) + 1
    for cutout in cutouts:
        part = cutout.bgra[
            max(0, y0 - cutout.y) : max(0, y1 - cutout.y),
            max(0, x0 - cutout.x) : max(0, x1 - cutout.x),
            3,
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
