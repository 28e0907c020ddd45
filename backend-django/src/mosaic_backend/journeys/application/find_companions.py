"""Plates that travel with another one."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.detections.facade import Passage, passages
from mosaic_backend.journeys.application.find_sightings import FindSightings, Wish
from mosaic_backend.journeys.domain.companions import Companion, Look, companion, meetings_of
from mosaic_backend.journeys.domain.sightings import Sighting

MOST_SIGHTINGS = 200
MOST_AROUND = 200
"""Passages at one camera around one sighting; in more of a crowd nobody can be told to be a companion."""
MOST_TRIED = 200
MOST_PASSAGES = 500
LONGEST_SPAN = timedelta(days=90)


@dataclass(frozen=True)
class Terms:
    """window: before and after the plate's own passage; cameras: at how many different ones at least."""

    since: datetime
    until: datetime
    window: timedelta
    cameras: int


@dataclass(frozen=True)
class Found:
    """sightings: of the plate itself that were looked around; truncated: there were more, older ones."""

    companions: list[Companion]
    sightings: list[Sighting]
    truncated: bool


class FindCompanions:
    def __init__(self, find: FindSightings) -> None:
        self._find = find

    def __call__(self, plate: str, visible: Set[UUID] | None, terms: Terms, limit: int) -> Found:
        """The least likely by chance first."""
        wish = Wish(plate, visible, terms.since, terms.until)
        own, more = self._find(wish, None, MOST_SIGHTINGS)
        mine = {sighting.id for sighting in own}
        around = {
            sighting.id: [
                (passage.id, passage.camera_id, passage.plate, passage.first_seen_at)
                for passage in _around(sighting, terms.window)
                if passage.id not in mine and passage.plate != plate
            ]
            for sighting in own
        }
        meetings = {
            other: met
            for other, met in meetings_of(around, own).items()
            if len({meeting.camera_id for meeting in met}) >= terms.cameras
        }
        likeliest = sorted(meetings, key=lambda other: -len(meetings[other]))[:MOST_TRIED]
        seen = passages().of_plates(likeliest, visible, terms.since, MOST_PASSAGES)
        passed: dict[str, list[tuple[UUID, datetime]]] = defaultdict(list)
        for other, found in seen.items():
            passed[other] = [(each.camera_id, each.first_seen_at) for each in found]
        span = terms.until - (min(each.first_seen_at for each in own) if own else terms.since)
        look = Look(own, terms.window, span, len(meetings))
        companions = [companion(other, meetings[other], passed[other], look) for other in likeliest]
        companions.sort(key=lambda each: (each.p_value, -each.trips, each.plate))
        return Found(companions[:limit], own, more)


def _around(sighting: Sighting, window: timedelta) -> Sequence[Passage]:
    return passages().at_camera(
        sighting.camera_id,
        sighting.first_seen_at - window,
        sighting.first_seen_at + window,
        MOST_AROUND,
    )
