"""Follows the plates of one camera from picture to picture.

At one picture a second boxes hardly overlap, so the cost of a pairing comes from the text (by its candidates),
from motion scaled by the time between the pictures, and from size.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from mosaic_ai.domain.assignment import FORBIDDEN, cheapest_pairs
from mosaic_ai.domain.geometry import Box, distance, iou
from mosaic_ai.domain.passages import SURE_CONFIDENCE, Passage, usable
from mosaic_ai.domain.readings import EMPTY, Reading, is_part, similarity
from mosaic_ai.domain.sightings import PlateSighting
from mosaic_contracts.ids import new_id

LOST_AFTER_S = 3.0
"""Unseen for so long, a plate is no longer expected anywhere; only its text can bring it back."""
FORGOTTEN_AFTER_S = 12.0
"""Then the passage is over: the same vehicle, hidden for a while, stays one passage until then."""
UNPUBLISHED_FORGOTTEN_AFTER_S = 4.0
CLOSED_AFTER_S = 600.0
"""A vehicle that stands for so long is told for good, yet followed on: driving off it is no new passage."""
SAME_TEXT = 0.55
LIKE_TEXT = 0.3
CERTAIN_TEXT = 0.85


@dataclass
class _Track:
    passage: Passage
    alive_at: datetime
    velocity: tuple[float, float] | None = None
    closed: bool = False

    def predicted(self, at: datetime) -> Box:
        elapsed_s = (at - self.passage.last_seen_at).total_seconds()
        dx, dy = self.velocity or (0.0, 0.0)
        return self.passage.box.moved(dx * elapsed_s, dy * elapsed_s)

    def unseen_s(self, at: datetime) -> float:
        """Since it was last known to be there, read or not."""
        return (at - self.alive_at).total_seconds()


@dataclass
class TrackerStep:
    """What one picture changed.

    current: passages seen in it. best: those whose best picture this one is. ended: over for good.
    """

    current: list[Passage] = field(default_factory=list)
    best: list[Passage] = field(default_factory=list)
    ended: list[Passage] = field(default_factory=list)


class PlateTracker:
    """The passages of one camera. Not thread-safe; pictures come in order of capture."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []

    @property
    def open(self) -> list[Passage]:
        return [track.passage for track in self._tracks]

    def expected(self, at: datetime) -> list[tuple[Passage, Box]]:
        """Where the plates must be that were seen a moment ago."""
        return [
            (track.passage, track.predicted(at))
            for track in self._tracks
            if track.unseen_s(at) < LOST_AFTER_S and not track.closed
        ]

    def expected_text(self, box: Box, at: datetime) -> Reading:
        """What the plate in that box says if it is the followed one nearest to it; empty without such a one."""
        near = [
            (distance(predicted, box), passage)
            for passage, predicted in self.expected(at)
            if passage.voted.confidence >= SURE_CONFIDENCE
            and distance(predicted, box) < 4 * box.width
        ]
        return min(near, key=lambda item: item[0])[1].voted if near else EMPTY

    def moves(self, reading: Reading, at: datetime) -> bool:
        """Whether a plate that says so is followed already and known to move."""
        return any(
            passage.moved and similarity(passage.voted, reading) >= CERTAIN_TEXT
            for passage, _ in self.expected(at)
        )

    def resume(self, passage: Passage) -> None:
        """Takes up a passage that was open when the process ended."""
        self._tracks.append(_Track(passage, passage.last_seen_at))

    def update(
        self,
        sightings: Sequence[PlateSighting],
        at: datetime,
        *,
        standing: Collection[UUID] = (),
    ) -> TrackerStep:
        """Takes in what one picture shows; `standing`: tracks whose plate is unchanged where it was."""
        step = TrackerStep()
        pairs = cheapest_pairs(self._costs(sightings, at))
        paired = {column for _, column in pairs}
        for row, column in pairs:
            self._extend(self._tracks[row], sightings[column], at, step)
        for track in self._tracks:
            if track.passage.track_id in standing:
                track.alive_at = at
        for column, sighting in enumerate(sightings):
            if column not in paired and usable(sighting):
                track = _Track(Passage(new_id(at), new_id(at), at, at, sighting.box), at)
                self._tracks.append(track)
                self._extend(track, sighting, at, step)
        self._end(at, step)
        return step

    def end_all(self) -> list[Passage]:
        """Closes every passage: the camera is gone or the file is at its end."""
        ended = [track.passage for track in self._tracks if not track.closed]
        self._tracks = []
        return ended

    def _extend(
        self, track: _Track, sighting: PlateSighting, at: datetime, step: TrackerStep
    ) -> None:
        passage = track.passage
        elapsed_s = (at - passage.last_seen_at).total_seconds()
        if passage.seen and elapsed_s > 0:
            (x1, y1), (x2, y2) = passage.box.centre, sighting.box.centre
            track.velocity = ((x2 - x1) / elapsed_s, (y2 - y1) / elapsed_s)
        track.alive_at = at
        best = passage.add(sighting, at)
        if track.closed:
            return
        step.current.append(passage)
        if best:
            step.best.append(passage)

    def _end(self, at: datetime, step: TrackerStep) -> None:
        kept: list[_Track] = []
        for track in self._tracks:
            patience_s = (
                FORGOTTEN_AFTER_S if track.passage.revision else UNPUBLISHED_FORGOTTEN_AFTER_S
            )
            over = track.unseen_s(at) >= patience_s
            stood_s = (track.alive_at - track.passage.last_seen_at).total_seconds()
            if (over or stood_s > CLOSED_AFTER_S) and not track.closed:
                track.closed = True
                step.ended.append(track.passage)
            if not over:
                kept.append(track)
        self._tracks = kept

    def _costs(self, sightings: Sequence[PlateSighting], at: datetime) -> NDArray[np.float64]:
        costs = np.full((len(self._tracks), len(sightings)), FORBIDDEN)
        for row, track in enumerate(self._tracks):
            for column, sighting in enumerate(sightings):
                costs[row, column] = _cost(track, sighting, at)
        return costs


def _cost(track: _Track, sighting: PlateSighting, at: datetime) -> float:
    passage = track.passage
    text = similarity(passage.voted, sighting.reading)
    if track.unseen_s(at) >= LOST_AFTER_S:
        known = text >= CERTAIN_TEXT or is_part(passage.voted, sighting.reading)
        return 1.0 + (1 - text) if known else FORBIDDEN
    elapsed_s = max((at - passage.last_seen_at).total_seconds(), 0.04)
    growth = abs(math.log(sighting.box.width / passage.box.width))
    predicted = track.predicted(at)
    tolerance = sighting.box.width * (
        1.0 + 3.0 * elapsed_s if track.velocity else 2.0 + 8.0 * elapsed_s
    )
    away = distance(predicted, sighting.box) / tolerance
    overlap = max(iou(predicted, sighting.box), iou(passage.box, sighting.box))
    unsure = sighting.at_edge or min(sighting.reading.confidence, passage.voted.confidence) < 0.85
    same = (
        (text >= SAME_TEXT and away <= 1.0)
        or (text >= CERTAIN_TEXT and away <= 3.0)
        or (away <= 2.0 and is_part(passage.voted, sighting.reading))
        or (text >= LIKE_TEXT and unsure and away <= 0.5)
        or (overlap >= 0.3 and unsure)
    )
    if not same or growth > math.log(3.0):
        return FORBIDDEN
    return (1 - text) + 0.5 * min(away, 1.5) + 0.3 * growth - 0.3 * overlap
