"""A simulated town: cameras on a street grid, commuters with their travel times, and a reader that errs.

The reader's confusions are not those that the search starts from (detections/domain/confusion.py).
"""

import heapq
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from event_factories import plate_read

from mosaic_contracts.events import PlateRead
from mosaic_contracts.ids import new_id

COLUMNS, ROWS = 4, 3
MISSED, MISREAD = 0.04, 0.06
SPREAD = 0.12
"""Standard deviation of the logarithm of a drive's time."""
_SHAPES = {"0": "OC", "1": "7I", "2": "7Z", "3": "8B", "5": "6S", "6": "G5", "7": "1T", "8": "3B"}
_SHAPES |= {"B": "8R", "C": "GO", "D": "0P", "E": "FB", "K": "XR", "M": "NW", "T": "7Y", "V": "YU"}


@dataclass(frozen=True)
class Trip:
    """True passages in time; seen: the reads that came of them, by the number of the passage."""

    plate: str
    passages: tuple[tuple[UUID, datetime], ...]
    seen: Mapping[int, PlateRead]


@dataclass
class Town:
    seed: int
    chance: random.Random = field(init=False)
    cameras: list[UUID] = field(init=False)
    streets: dict[UUID, dict[UUID, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.cameras = [new_id() for _ in range(COLUMNS * ROWS)]
        self.streets = {camera: {} for camera in self.cameras}
        for column in range(COLUMNS):
            for row in range(ROWS):
                here = self.cameras[row * COLUMNS + column]
                for right, down in ((1, 0), (0, 1)):
                    if column + right < COLUMNS and row + down < ROWS:
                        there = self.cameras[(row + down) * COLUMNS + column + right]
                        self.streets[here][there] = self.chance.uniform(60, 300)
                        self.streets[there][here] = self.chance.uniform(60, 300)

    def plates(self, number: int) -> list[str]:
        letters, digits = "BCDEKMTVXZ", "0123456789"
        pick = self.chance.choices
        found: set[str] = set()
        while len(found) < number:
            found.add("".join(pick(letters, k=2) + pick(digits, k=3) + pick(letters, k=2)))
        return sorted(found)

    def way(self, start: UUID, end: UUID) -> list[UUID]:
        waiting: list[tuple[float, list[UUID]]] = [(0.0, [start])]
        done: set[UUID] = set()
        while waiting:
            took, way = heapq.heappop(waiting)
            if way[-1] == end:
                return way
            if way[-1] not in done:
                done.add(way[-1])
                for onward, street in self.streets[way[-1]].items():
                    heapq.heappush(waiting, (took + street, [*way, onward]))
        raise AssertionError("the town hangs together")

    def drive(
        self,
        plate: str,
        way: list[UUID],
        leaves_at: datetime,
        blind: Iterable[tuple[UUID, datetime, datetime]] = (),
    ) -> Trip:
        """blind: cameras that are out in that time."""
        instant = leaves_at
        passages: list[tuple[UUID, datetime]] = []
        seen: dict[int, PlateRead] = {}
        for number, camera in enumerate(way):
            if number:
                usual = self.streets[way[number - 1]][camera]
                took = usual * self.chance.lognormvariate(0, SPREAD)
                instant += timedelta(seconds=took)
            passages.append((camera, instant))
            out = any(camera == each and a <= instant < b for each, a, b in blind)
            if not out and self.chance.random() >= MISSED:
                seen[number] = self.read(plate, camera, instant)
        return Trip(plate, tuple(passages), seen)

    def read(self, plate: str, camera: UUID, at: datetime) -> PlateRead:
        text = list(plate)
        candidates = [[(char, self.chance.uniform(0.97, 0.999))] for char in plate]
        if self.chance.random() < MISREAD:
            place = self.chance.randrange(len(plate))
            wrong = self.chance.choice(_SHAPES.get(plate[place], "HJQW"))
            text[place] = wrong
            sure = self.chance.uniform(0.45, 0.7)
            candidates[place] = [(wrong, sure), (plate[place], (1 - sure) * 0.6)]
        return plate_read(
            "".join(text),
            at=at,
            camera_id=camera,
            candidates=candidates,
            confidence=min(position[0][1] for position in candidates),
            last_seen_at=at + timedelta(seconds=1.5),
            final=True,
        )


@dataclass(frozen=True)
class Commuter:
    plate: str
    home: UUID
    work: UUID
    leaves_h: float
    returns_h: float


def commuters(town: Town, number: int) -> list[Commuter]:
    found = []
    for plate in town.plates(number):
        home, work = town.chance.sample(town.cameras, 2)
        leaves = town.chance.gauss(7.8, 0.6)
        found.append(Commuter(plate, home, work, leaves, leaves + town.chance.gauss(9, 0.7)))
    return found


def trips(
    town: Town, commuter: Commuter, days: Iterable[datetime], **more: object
) -> Iterator[Trip]:
    for day in days:
        for start, end, hour in (
            (commuter.home, commuter.work, commuter.leaves_h),
            (commuter.work, commuter.home, commuter.returns_h),
        ):
            leaves = day + timedelta(hours=hour + town.chance.gauss(0, 0.15))
            yield town.drive(commuter.plate, town.way(start, end), leaves, **more)  # type: ignore[arg-type]
