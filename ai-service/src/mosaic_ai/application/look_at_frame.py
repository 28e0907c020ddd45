"""Looks at one picture of one camera: what moved, which objects, which plates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.application.stage_times import UNMEASURED, StageTimes
from mosaic_ai.domain.barren_places import BarrenPlaces
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box, contained, intersection, merged
from mosaic_ai.domain.lettering import is_lettering
from mosaic_ai.domain.object_tracker import ObjectTracker
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.plate_tracker import PlateTracker, TrackerStep
from mosaic_ai.domain.ports import (
    MotionGate,
    Patch,
    Patches,
    PlateLocator,
    PlateReader,
    SceneDetector,
    VehicleColours,
)
from mosaic_ai.domain.readings import MIN_PART, Reading, repeats
from mosaic_ai.domain.sightings import (
    VEHICLES,
    Detection,
    LocatedPlate,
    PlateSighting,
    without_doubles,
    without_repeats,
)
from mosaic_ai.domain.still_texts import StillTexts
from mosaic_ai.domain.vehicle_colours import VehicleColour
from mosaic_ai.domain.zones import plates_wanted, watched
from mosaic_contracts.internal_api import AiSettings

MAX_REGIONS = 5
MAX_PLATES = 8
EXPECTED_MARGINS = (0.8, 1.5)
"""Around where a followed plate must be by now, in shares of its width and height."""
CONTEXT_MARGINS = (3.0, 6.0)
"""The same where nothing else is looked at: the locator finds small plates by what is around them."""
EDGE_PX = 3
DETECT_EVERY_S = 2.5
"""Where processor time is short and no more things move than before; one more is seen at once."""
AROUND_MOVING = 0.12
"""What is shown to the detector around what moves, in shares of its width and height."""
WHOLE_LOOK_EVERY_S = 0.85
"""A picture that comes sooner shows nothing but the plates for which it was asked."""
EAGER_S = 3.0
"""For so long further pictures are asked for the sake of a plate that cannot be told yet."""
SECOND_LOOKS = 4
"""How many pictures of a plate that came to a stand are read before it counts as illegible."""


class TrackedDetection(NamedTuple):
    detection: Detection
    track_id: UUID


@dataclass
class Look:
    """What one picture showed. Boxes in its pixels.

    between: a lesser look, for nothing but plates that cannot be told yet.
    """

    frame: Frame
    moving: list[Box]
    between: bool = False
    detections: list[TrackedDetection] = field(default_factory=list)
    plates: list[PlateSighting] = field(default_factory=list)
    step: TrackerStep = field(default_factory=TrackerStep)


class Stages(NamedTuple):
    """What the pipeline is made of; the gate keeps one camera's background, the rest may be shared."""

    gate: MotionGate
    patches: Patches
    detector: SceneDetector | None
    locator: PlateLocator
    reader: PlateReader
    times: StageTimes = UNMEASURED
    colours: VehicleColours | None = None


class FramePipeline:
    """The stages for one camera, with its tracks. Not thread-safe; pictures come in order."""

    def __init__(
        self,
        settings: AiSettings,
        stages: Stages,
        *,
        whole_look_every_s: float = WHOLE_LOOK_EVERY_S,
        sparing: Callable[[], bool] = lambda: False,
    ) -> None:
        """sparing: whether processor time is short now."""
        self._settings = settings
        self._whole_look_every_s = whole_look_every_s
        self._stages = stages
        self._sparing = sparing
        self._objects = ObjectTracker()
        self._plates = PlateTracker()
        self._signs = StillTexts()
        self._barren = BarrenPlaces()
        self._patches: dict[UUID, Patch] = {}
        self._detected_at: datetime | None = None
        self._detected_movers = 0
        self._before: Frame | None = None
        self._looked_at: datetime | None = None

    def resume(self, passage: Passage) -> None:
        """Takes up a passage that was open when the process ended."""
        self._plates.resume(passage)

    def look(self, frame: Frame) -> Look:
        """A picture that follows the last whole look by less than `whole_look_every_s` gets a lesser one."""
        whole, untold = self._before, self._untold()
        self._looked_at = at = frame.captured_at
        if whole and 0 <= (at - whole.captured_at).total_seconds() < self._whole_look_every_s:
            return self._look_between(frame, untold)
        return self._look_whole(frame)

    @property
    def eager(self) -> bool:
        """Whether pictures between those of each second would let a plate be told sooner."""
        return bool(self._untold())

    @property
    def busy(self) -> bool:
        """Whether a passage is open of something that moves by."""
        return any(not passage.still for passage in self._plates.open)

    def _look_whole(self, frame: Frame) -> Look:
        seen = frame.pixels if frame.small is None else frame.small
        size, at = (frame.width, frame.height), frame.captured_at
        with self._stages.times.stage("gate"):
            moving = self._stages.gate.look(seen, size)
            look = Look(frame, self._barren.worth_a_look(moving, size, at))
        standing = self._standing(frame)
        regions = self._regions(look, standing)
        due = self._stages.detector is not None and self._detection_due(at, look.moving)
        found = self._detected(frame, look.moving) if due else []
        if regions:
            look.detections = self._tracked(frame, found, look.moving)
            if self._settings.read_plates:
                look.plates = self._read(frame, regions, found)
        if due or self._stages.detector is None:
            boxes = [*(each.box for each in found), *(each.box for each in look.plates)]
            self._barren.note(look.moving, boxes, size, at)
        look.step = self._plates.update(
            look.plates, frame.captured_at, standing={passage.track_id for passage in standing}
        )
        self._remember(look)
        self._before = frame
        return look

    def _look_between(self, frame: Frame, untold: Sequence[Passage]) -> Look:
        look = Look(frame, [], between=True)
        at = frame.captured_at
        regions = [
            box.grown(*CONTEXT_MARGINS).clipped(frame.width, frame.height)
            for passage, box in self._plates.expected(at)
            if passage in untold
        ]
        look.plates = self._read(frame, [region for region in regions if region.area], [])
        look.step = self._plates.update(look.plates, at)
        self._remember(look)
        return look

    def _untold(self) -> list[Passage]:
        """Passages of things that move by, seen in the last picture, that want agreeing pictures to be told."""
        at = self._looked_at
        return [
            passage
            for passage in self._plates.open
            if at == passage.last_seen_at
            and not passage.revision
            and passage.carried
            and not passage.still
            and (at - passage.first_seen_at).total_seconds() < EAGER_S
        ]

    def expire(self, at: datetime) -> list[Passage]:
        """Passages that are over by then, though no picture came to show it."""
        return self._plates.update([], at).ended

    def end(self) -> list[Passage]:
        """Closes all passages: the camera is no longer watched."""
        return self._plates.end_all()

    def begin_anew(self) -> list[Passage]:
        """Closes all passages and forgets all times and places: what comes cannot be compared with what was."""
        ended = self._plates.end_all()
        self._objects, self._signs, self._barren = ObjectTracker(), StillTexts(), BarrenPlaces()
        self._patches = {}
        self._before = self._detected_at = self._looked_at = None
        return ended

    def _standing(self, frame: Frame) -> list[Passage]:
        """Passages whose plate is where it was seen last, by its looks."""
        patches = self._stages.patches
        return [
            passage
            for passage in self._plates.open
            if (before := self._patches.get(passage.track_id)) is not None
            and patches.alike(before, patches.take(frame.pixels, passage.box))
        ]

    def _regions(self, look: Look, standing: Sequence[Passage]) -> list[Box]:
        """Where to look: what moves, where followed plates must be by now, and standing ones not yet told."""
        at = look.frame.captured_at
        expected = [
            box.grown(*EXPECTED_MARGINS)
            for passage, box in self._plates.expected(at)
            if passage not in standing or (passage.seen < SECOND_LOOKS and not passage.settled())
        ]
        regions = sorted(look.moving, key=lambda box: -box.area)[:MAX_REGIONS]
        for box in expected:
            inside = box.clipped(look.frame.width, look.frame.height)
            if inside.area and not any(contained(inside, region) > 0.7 for region in regions):
                regions.append(inside)
        return regions

    def _remember(self, look: Look) -> None:
        patches = self._stages.patches
        for passage in look.step.current:
            if passage.still and not passage.moved:
                self._signs.note(passage.box, passage.voted, look.frame.captured_at)
            self._patches[passage.track_id] = patches.take(look.frame.pixels, passage.box)
        known = {passage.track_id for passage in self._plates.open}
        for track_id in self._patches.keys() - known:
            del self._patches[track_id]

    def _detected(self, frame: Frame, moving: Sequence[Box]) -> list[Detection]:
        assert self._stages.detector is not None  # noqa: S101 - asked before
        regions = merged(
            [
                box.grown(AROUND_MOVING, AROUND_MOVING).clipped(frame.width, frame.height)
                for box in moving
            ]
        )
        wanted = set(self._settings.classes) | VEHICLES
        with self._stages.times.stage("detect"):
            detected = self._stages.detector.detect_in(frame.pixels, regions)
        return [
            found
            for found in without_repeats(detected)
            if found.label in wanted and watched(_foot(found.box, frame), self._settings.zones)
        ]

    def _detection_due(self, at: datetime, moving: Sequence[Box]) -> bool:
        """At every picture; where time is short when more moves than at the last run, else at a slower pace."""
        last, before = self._detected_at, self._detected_movers
        self._detected_movers = min(before, len(moving))
        if not moving:
            self._detected_at = None
            return False
        slower = len(moving) <= before and self._sparing()
        if slower and last is not None and (at - last).total_seconds() < DETECT_EVERY_S:
            return False
        self._detected_at, self._detected_movers = at, len(moving)
        return True

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
        at = frame.captured_at
        located: dict[LocatedPlate, Box] = {}
        for region in regions:
            with self._stages.times.stage("locate"):
                found_here = self._stages.locator.locate(frame.pixels, region)
            located.update(dict.fromkeys(found_here, region))
        sightings = []
        for plate in without_doubles(list(located))[:MAX_PLATES]:
            if not self._wanted(plate, frame):
                continue
            expected = self._plates.expected_text(plate.box, at)
            with self._stages.times.stage("read"):
                reading = self._stages.reader.read(
                    frame.pixels, plate.box, corners=plate.corners, expected=expected
                )
            if is_lettering(plate.confidence, reading):
                continue
            vehicle = _vehicle_of(plate.box, found)
            sightings.append(
                PlateSighting(
                    plate.box,
                    plate.confidence,
                    reading,
                    located[plate],
                    _at_edge(plate.box, frame),
                    vehicle,
                    not self._plates.moves(reading, at) and self._still(plate.box, reading, frame),
                    self._colour(frame, vehicle, plate.box),
                )
            )
        return sightings

    def _still(self, box: Box, reading: Reading, frame: Frame) -> bool:
        """Whether that text stood there before: in the last whole picture, or ere something hid it.

        The picture before is read only where that place looked somewhat as it does now: a reading is dear.
        """
        if self._signs.knows(box, reading, frame.captured_at):
            return True
        if self._before is None or len(reading.slots) < MIN_PART:
            return False
        patches, before = self._stages.patches, self._before.pixels
        if patches.unlike(patches.take(before, box), patches.take(frame.pixels, box)):
            return False
        with self._stages.times.stage("read"):
            again = self._stages.reader.read(before, box, expected=reading)
        return repeats(again, reading)

    def _colour(self, frame: Frame, vehicle: Detection | None, plate: Box) -> VehicleColour | None:
        colours = self._stages.colours
        if vehicle is None or colours is None:
            return None
        return colours.colour(frame.pixels, vehicle.box, plate, frame.small)

    def _wanted(self, plate: LocatedPlate, frame: Frame) -> bool:
        centre = _shares(plate.box.centre, frame)
        zones = self._settings.zones
        return watched(centre, zones) and plates_wanted(centre, zones)


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
