"""Looks at one picture of one camera: what moved, which objects, which plates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box, contained, enclosing, intersection
from mosaic_ai.domain.object_tracker import ObjectTracker
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import PlateTracker, TrackerStep
from mosaic_ai.domain.ports import Detector, MotionGate, Movement, PlateLocator, PlateReader
from mosaic_ai.domain.sightings import (
    VEHICLES,
    Detection,
    LocatedPlate,
    PlateSighting,
    without_doubles,
)
from mosaic_ai.domain.zones import plates_wanted, watched
from mosaic_contracts.internal_api import AiSettings

MAX_REGIONS = 4
MAX_PLATES = 8
EDGE_PX = 3
SECOND_LOOKS = 4
"""How many pictures of a plate that has come to a stand are read before it counts as illegible."""


class TrackedDetection(NamedTuple):
    detection: Detection
    track_id: UUID


@dataclass
class Look:
    """What one picture showed. Boxes in its pixels."""

    frame: Frame
    movement: Movement
    detections: list[TrackedDetection] = field(default_factory=list)
    plates: list[PlateSighting] = field(default_factory=list)
    step: TrackerStep = field(default_factory=TrackerStep)


class FramePipeline:
    """The stages for one camera; keeps its background and tracks. Not thread-safe; pictures come in order."""

    def __init__(
        self,
        settings: AiSettings,
        gate: MotionGate,
        detector: Detector | None,
        locator: PlateLocator,
        reader: PlateReader,
    ) -> None:
        self._settings = settings
        self._gate = gate
        self._detector = detector
        self._locator = locator
        self._reader = reader
        self._objects = ObjectTracker()
        self._plates = PlateTracker()

    def resume(self, passage: Passage) -> None:
        """Takes up a passage that was open when the process ended."""
        self._plates.resume(passage)

    def look(self, frame: Frame) -> Look:
        movement = self._gate.look(frame.pixels)
        look = Look(frame, movement)
        regions = self._regions(movement)
        if regions:
            found = self._detected(frame, regions)
            look.detections = self._tracked(frame, found, movement.moving)
            if self._settings.read_plates:
                look.plates = self._read(frame, regions, found)
        look.step = self._plates.update(look.plates, frame.captured_at, standing=movement.standing)
        return look

    def end(self) -> list[Passage]:
        """Closes all passages: the camera is no longer watched."""
        return self._plates.end_all()

    def _regions(self, movement: Movement) -> list[Box]:
        """Where to look: what moves, and plates that came to a stand before they could be told."""
        unread = [
            passage.box.grown(1.0, 2.0)
            for passage in self._plates.open
            if passage.seen < SECOND_LOOKS and not passage.settled()
        ]
        standing = [
            box
            for box in unread
            if any(intersection(box, other) for other in movement.standing)
            and not any(contained(box, other) > 0.5 for other in movement.moving)
        ]
        largest = sorted([*movement.moving, *standing], key=lambda box: -box.area)
        return largest[:MAX_REGIONS]

    def _detected(self, frame: Frame, regions: Sequence[Box]) -> list[Detection]:
        if self._detector is None:
            return []
        around = enclosing(regions).grown(0.1, 0.1).clipped(frame.width, frame.height)
        wanted = set(self._settings.classes) | VEHICLES
        return [
            found
            for found in self._detector.detect(frame.pixels, around)
            if found.label in wanted and watched(_foot(found.box, frame), self._settings.zones)
        ]

    def _tracked(
        self, frame: Frame, found: Sequence[Detection], moving: Sequence[Box]
    ) -> list[TrackedDetection]:
        """Those that move and whose class is wanted, with their track ids."""
        changed = [
            item
            for item in found
            if item.label in self._settings.classes
            and sum(intersection(item.box, region) for region in moving) > 0.3 * item.box.area
        ]
        ids = self._objects.update(changed, frame.captured_at)
        return [TrackedDetection(item, key) for item, key in zip(changed, ids, strict=True)]

    def _read(
        self, frame: Frame, regions: Sequence[Box], found: Sequence[Detection]
    ) -> list[PlateSighting]:
        located: list[tuple[LocatedPlate, Box]] = []
        for region in regions:
            located += [(plate, region) for plate in self._locator.locate(frame.pixels, region)]
        region_of = dict(located)
        sightings = []
        for plate in without_doubles(list(region_of))[:MAX_PLATES]:
            centre = _shares(plate.box.centre, frame)
            zones = self._settings.zones
            if not (watched(centre, zones) and plates_wanted(centre, zones)):
                continue
            reading = self._reader.read(frame.pixels, plate.box)
            sightings.append(
                PlateSighting(
                    plate.box,
                    plate.confidence,
                    reading,
                    region_of[plate],
                    _at_edge(plate.box, frame),
                    _vehicle_of(plate.box, found),
                )
            )
        return sightings


def _vehicle_of(plate: Box, found: Sequence[Detection]) -> Detection | None:
    """The smallest vehicle around the plate."""
    around = [item for item in found if item.label in VEHICLES and contained(plate, item.box) > 0.8]
    return min(around, key=lambda item: item.box.area, default=None)


def _at_edge(box: Box, frame: Frame) -> bool:
    return (
        box.x < EDGE_PX
        or box.y < EDGE_PX
        or box.right > frame.width - EDGE_PX
        or box.bottom > frame.height - EDGE_PX
    )


def _foot(box: Box, frame: Frame) -> tuple[float, float]:
    """Where an object stands: the middle of its lower edge."""
    return _shares((box.x + box.width / 2, min(box.bottom, frame.height - 1)), frame)


def _shares(point: tuple[float, float], frame: Frame) -> tuple[float, float]:
    return point[0] / frame.width, point[1] / frame.height
