"""Who stays in a parking area, how long, and how full it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mosaic_backend.detections.facade import corrected, keys_of, passages
from mosaic_backend.journeys.domain.dwell import (
    Crossing,
    Gate,
    Stay,
    direction_at,
    occupancy,
    stays,
)

LONGEST_STAY = timedelta(days=7)
LONGEST_WINDOW = timedelta(days=7)
MOST_CROSSINGS = 20_000
"""At one camera in the window and the longest stay before it."""
MOST_STEPS = 400


@dataclass(frozen=True)
class Parked:
    """counts: at each of the instants asked for. truncated: newer crossings were left out, counts are wrong."""

    stays: list[Stay]
    counts: list[int]
    truncated: bool


def watch_parking(
    gates: Sequence[Gate], since: datetime, until: datetime, instants: Sequence[datetime]
) -> Parked:
    """Stays that touch the time from `since` to `until`."""
    found, truncated = [], False
    for camera_id in {gate.camera_id for gate in gates}:
        passed = passages().at_camera(camera_id, since - LONGEST_STAY, until, MOST_CROSSINGS)
        truncated |= len(passed) == MOST_CROSSINGS
        found += passed
    said = corrected([passage.id for passage in found])
    crossings = []
    for passage in sorted(found, key=lambda each: (each.first_seen_at, each.id)):
        direction = direction_at(gates, passage.camera_id, passage.zones)
        if direction is not None:
            plate = said[passage.id].plate if passage.id in said else passage.plate
            crossings.append(Crossing(passage.id, plate, direction, passage.first_seen_at))
    paired = stays(crossings, keys_of, LONGEST_STAY)
    counts = occupancy(paired, instants, LONGEST_STAY)
    touching = [stay for stay in paired if _touches(stay, since)]
    return Parked(touching, counts, truncated)


def _touches(stay: Stay, since: datetime) -> bool:
    if stay.left is not None:
        return stay.left.at >= since
    return stay.entered is not None and stay.entered.at >= since - LONGEST_STAY
