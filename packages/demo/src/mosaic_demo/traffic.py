"""How vehicles move through a scene, and which come when."""

from dataclasses import dataclass
from random import Random
from typing import Literal

from mosaic_demo.geometry import Pose
from mosaic_demo.plates.face import Plate
from mosaic_demo.plates.formats import FORMATS, normalised
from mosaic_demo.vehicles.bodies import PAINTS, Vehicle, build
from mosaic_demo.vehicles.placing import Tint

FAR_M = 95.0


@dataclass(frozen=True)
class Motion:
    """Comes with cruise_mps, brakes to a crawl at stop_s, holds it for hold_s, and pulls away."""

    stop_s: float
    hold_s: float
    cruise_mps: float
    crawl_mps: float = 0.0
    brake_mps2: float = 1.7
    pull_mps2: float = 1.5

    def travelled(self, at_s: float) -> float:
        """Metres beyond the place where the crawl begins."""
        if at_s < self.stop_s:
            return -self._ramp(self.stop_s - at_s, self.brake_mps2)
        held = min(at_s - self.stop_s, self.hold_s)
        return self.crawl_mps * held + self._ramp(
            max(0.0, at_s - self.stop_s - self.hold_s), self.pull_mps2
        )

    def brakes(self, at_s: float) -> bool:
        """Whether the brake lights shine."""
        return (
            self.stop_s - (self.cruise_mps - self.crawl_mps) / self.brake_mps2
            < at_s
            < self.stop_s + self.hold_s
        )

    def _ramp(self, elapsed: float, change_mps2: float) -> float:
        ramp_s = (self.cruise_mps - self.crawl_mps) / change_mps2
        within = min(elapsed, ramp_s)
        return (
            self.crawl_mps * within
            + change_mps2 * within**2 / 2
            + self.cruise_mps * max(0.0, elapsed - ramp_s)
        )


@dataclass(frozen=True)
class Slot:
    """A place in a timetable: direction, lane (x), when and where the plate comes to rest, what may come."""

    view: Literal["front", "rear"]
    lane_x: float
    stop_s: float
    stop_y: float
    formats: tuple[str, ...]
    bodies: tuple[str, ...]
    hold_s: float = 2.4
    crawl_mps: float = 0.0
    cruise_mps: float = 8.5
    lean_deg: float = 0.0


@dataclass(frozen=True)
class Trip:
    """One vehicle's way through the clip."""

    plate: Plate
    vehicle: Vehicle
    view: Literal["front", "rear"]
    motion: Motion
    lane_x: float
    stop_y: float
    lean_deg: float

    def plate_y(self, at_s: float) -> float:
        """How far before the camera the plate that shows is."""
        gone = self.motion.travelled(at_s)
        return self.stop_y - gone if self.view == "front" else self.stop_y + gone

    def pose(self, at_s: float) -> Pose:
        """Where the vehicle is."""
        y = self.plate_y(at_s)
        drift = self.lane_x + 0.0035 * self.lean_deg * (y - self.stop_y)
        if self.view == "front":
            return Pose(drift, y + self.vehicle.front_y, 180.0 + self.lean_deg)
        return Pose(drift, y - self.vehicle.rear_y, self.lean_deg)

    def opacity(self, at_s: float) -> float:
        """Fades in and out in the haze at the far end, so that nothing pops up."""
        return max(0.0, min(1.0, (FAR_M - self.plate_y(at_s)) / 12.0))

    def is_near(self, at_s: float) -> bool:
        """Whether it can be in the picture at all."""
        return -12.0 < self.plate_y(at_s) < FAR_M


def plan_plates(slots: tuple[Slot, ...], seed: int, taken: set[str]) -> list[Plate]:
    """The plates of a clip; none comes twice, over all clips that share `taken`, to which they are added."""
    rng, plates = Random(seed), []
    for slot in slots:
        kind = FORMATS[rng.choice(slot.formats)]
        while True:
            printed = kind.printed(rng)
            if normalised(printed) not in taken:
                break
        taken.add(normalised(printed))
        plates.append(Plate(kind, printed, normalised(printed)))
    return plates


def plan(slots: tuple[Slot, ...], plates: list[Plate], seed: int) -> list[Trip]:
    """Fills the timetable with vehicles that wear the plates."""
    rng = Random(seed + 1)
    trips = []
    for slot, plate in zip(slots, plates, strict=True):
        paint: Tint = rng.choice(PAINTS)
        vehicle = build(
            rng.choice(slot.bodies), paint, plate.format.size_mm, rng.randrange(1 << 30)
        )
        motion = Motion(
            slot.stop_s + rng.uniform(-0.25, 0.25),
            slot.hold_s,
            slot.cruise_mps + rng.uniform(-0.6, 0.6),
            slot.crawl_mps,
        )
        trips.append(
            Trip(
                plate,
                vehicle,
                slot.view,
                motion,
                slot.lane_x + rng.uniform(-0.12, 0.12),
                slot.stop_y + rng.uniform(-0.15, 0.2),
                slot.lean_deg + rng.uniform(-1.5, 1.5),
            )
        )
    return trips
