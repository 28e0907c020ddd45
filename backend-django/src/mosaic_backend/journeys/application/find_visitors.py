"""Who came for the first time, and who at an hour that is unusual for them."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.detections.facade import Passage, passages
from mosaic_backend.journeys.domain.hours import (
    UNUSUAL,
    Hours,
    hour_of,
    hours_of,
    rarity,
)
from mosaic_backend.journeys.domain.sightings import VISIT_GAP

LONGEST_WINDOW = timedelta(days=1)
LOOKED_BACK = timedelta(days=90)
MOST_PASSAGES = 2_000
MOST_PLATES = 500
HISTORY = 200
"""Passages of one plate, newest first, from which its hours are known."""


@dataclass(frozen=True)
class Visitor:
    """rarity: share of the past visits at hours at most as usual; None: too few. first: never seen before."""

    passage: Passage
    first: bool
    visits_before: int
    hours: Hours | None
    rarity: float | None

    @property
    def unusual(self) -> bool:
        return self.rarity is not None and self.rarity < UNUSUAL


def visitor_of(passage: Passage, history: Sequence[Passage]) -> Visitor:
    """history: of the same plate, newest first; what is not before the passage does not count."""
    earlier = [each for each in history if each.id < passage.id]
    starts = _starts(earlier, passage.first_seen_at)
    hours = [hour_of(start) for start in starts]
    return Visitor(
        passage,
        not earlier,
        len(starts),
        hours_of(hours),
        rarity(hour_of(passage.first_seen_at), hours),
    )


def _starts(passed: Sequence[Passage], came_at: datetime) -> list[datetime]:
    """When each visit before this one began; those of the same visit as `came_at` are no past one."""
    found: list[datetime] = []
    later = came_at
    running = True  # the visit that is looked at
    for each in passed:
        if later - each.last_seen_at > VISIT_GAP:
            running = False
            found.append(each.first_seen_at)
        elif not running:
            found[-1] = each.first_seen_at
        later = each.first_seen_at
    return found


def find_visitors(
    cameras: Sequence[UUID], visible: Set[UUID] | None, since: datetime, until: datetime
) -> tuple[list[Visitor], bool]:
    """Each plate that came to one of the cameras, at its first passage then; and whether some were left out."""
    seen: dict[str, Passage] = {}
    left_out = False
    for camera_id in cameras:
        found = passages().at_camera(camera_id, since, until, MOST_PASSAGES)
        left_out |= len(found) == MOST_PASSAGES
        for passage in found:
            known = seen.get(passage.plate)
            if known is None or passage.id < known.id:
                seen[passage.plate] = passage
    came = sorted(seen.values(), key=lambda passage: passage.id)
    left_out |= len(came) > MOST_PLATES
    came = came[:MOST_PLATES]
    history = passages().of_plates(
        [passage.plate for passage in came], visible, since - LOOKED_BACK, HISTORY
    )
    return [visitor_of(each, history.get(each.plate, ())) for each in came], left_out
