"""How long vehicles stay inside: entrances and exits paired by plate, and how many are inside."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

Direction = Literal["in", "out"]


@dataclass(frozen=True)
class Gate:
    """A camera, or one zone of it, by which vehicles come in or go out."""

    camera_id: UUID
    direction: Direction
    zone: str | None = None


@dataclass(frozen=True)
class Crossing:
    read_id: UUID
    plate: str
    direction: Direction
    at: datetime


@dataclass(frozen=True)
class Stay:
    """out: None where it has not been seen going; probable: the two plates were read as neighbours, not alike."""

    entered: Crossing | None
    left: Crossing | None
    probable: bool = False

    @property
    def plate(self) -> str:
        crossing = self.entered or self.left
        return crossing.plate if crossing else ""

    @property
    def duration_s(self) -> float | None:
        if self.entered is None or self.left is None:
            return None
        return (self.left.at - self.entered.at).total_seconds()


def direction_at(gates: Sequence[Gate], camera_id: UUID, zones: Sequence[str]) -> Direction | None:
    """By which gate a read went; one that names a zone goes before one that is the whole camera."""
    fitting = [
        gate
        for gate in gates
        if gate.camera_id == camera_id and (gate.zone is None or gate.zone in zones)
    ]
    fitting.sort(key=lambda gate: gate.zone is None)
    return fitting[0].direction if fitting else None


def stays(
    crossings: Iterable[Crossing], keys_of: Callable[[str], Sequence[int]], longest: timedelta
) -> list[Stay]:
    """Of crossings in time, each in one stay; in the order of their beginnings.

    An exit of a plate that is not inside goes with the one inside that is within one edit of it (keys_of: two
    plates are when they share a key), if there is exactly one. Who comes in twice has gone unseen in between; who
    has been inside longer than `longest` too.
    """
    inside: dict[str, Crossing] = {}
    by_key: dict[int, set[str]] = {}
    found: list[Stay] = []

    def leave(plate: str) -> Crossing:
        for key in keys_of(plate):
            by_key[key].discard(plate)
        return inside.pop(plate)

    for crossing in crossings:
        if crossing.direction == "in":
            if crossing.plate in inside:
                found.append(Stay(leave(crossing.plate), None))
            inside[crossing.plate] = crossing
            for key in keys_of(crossing.plate):
                by_key.setdefault(key, set()).add(crossing.plate)
            continue
        plate = crossing.plate
        if plate not in inside:
            near = {other for key in keys_of(plate) for other in by_key.get(key, ())}
            plate = near.pop() if len(near) == 1 else ""
        if plate and crossing.at - inside[plate].at <= longest:
            found.append(Stay(leave(plate), crossing, probable=plate != crossing.plate))
        else:
            found.append(Stay(None, crossing))
    found += [Stay(crossing, None) for crossing in inside.values()]
    found.sort(key=lambda stay: (stay.entered or stay.left).at)  # type: ignore[union-attr]
    return found


def occupancy(found: Sequence[Stay], instants: Sequence[datetime], longest: timedelta) -> list[int]:
    """How many were inside at each instant; who was not seen going is until `longest`, or until seen again."""
    again = _entered_again(found)
    came: list[datetime] = []
    went: list[datetime] = []
    for stay in found:
        if stay.entered is not None:
            latest = stay.entered.at + longest
            left = stay.left.at if stay.left else again.get(stay.entered.read_id, latest)
            came.append(stay.entered.at)
            went.append(min(left, latest))
    came.sort()
    went.sort()
    return [bisect_right(came, instant) - bisect_right(went, instant) for instant in instants]


def _entered_again(found: Sequence[Stay]) -> dict[UUID, datetime]:
    """Of each entrance, when the same plate came in the next time."""
    later: dict[str, datetime] = {}
    again: dict[UUID, datetime] = {}
    for stay in reversed(found):
        if stay.entered is not None:
            if stay.plate in later:
                again[stay.entered.read_id] = later[stay.plate]
            later[stay.plate] = stay.entered.at
    return again
