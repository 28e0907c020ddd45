"""Follows the plates of one camera from picture to picture.

At one picture a second boxes hardly overlap, so the cost of a pairing comes from the text (by its
candidates), from motion scaled by the time between the pictures, and from size.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from mosaic_ai.domain.assignment import FORBIDDEN, cheapest_pairs
from mosaic_ai.domain.geometry import Box, distance, iou
from mosaic_ai.domain.passages import Passage, usable
from mosaic_ai.domain.readings import Reading, similarity
from mosaic_ai.domain.sightings import PlateSighting
from mosaic_contracts.ids import new_id

LOST_AFTER_S = 3.0
STANDING_AT_MOST_S = 600.0
PARKED_FOR_S = 3600.0
SAME_TEXT = 0.55
LIKE_TEXT = 0.3
NEAR_CERTAIN_TEXT = 0.9


@dataclass
class _Track:
    passage: Passage
    alive_at: datetime
    velocity: tuple[float, float] | None = None

    def predicted(self, at: datetime) -> Box:
        elapsed_s = (at - self.passage.last_seen_at).total_seconds()
        dx, dy = self.velocity or (0.0, 0.0)
        return self.passage.box.moved(dx * elapsed_s, dy * elapsed_s)


@dataclass
class _Parked:
    """A vehicle that stands where its passage ended: when it drives off, that is the same passage."""

    reading: Reading
    box: Box
    since: datetime


@dataclass
class TrackerStep:
    """What one picture changed. `best` names the passages whose best picture this one is."""

    current: list[Passage] = field(default_factory=list)
    best: list[Passage] = field(default_factory=list)
    ended: list[Passage] = field(default_factory=list)


class PlateTracker:
    """The open passages of one camera. Not thread-safe; pictures come in order of capture."""

    def __init__(self, *, lost_after_s: float = LOST_AFTER_S) -> None:
        self._lost_after_s = lost_after_s
        self._tracks: list[_Track] = []
        self._parked: list[_Parked] = []

    @property
    def open(self) -> list[Passage]:
        return [track.passage for track in self._tracks]

    def resume(self, passage: Passage) -> None:
        """Takes up a passage that was open when the process ended."""
        self._tracks.append(_Track(passage, passage.last_seen_at))

    def update(
        self, sightings: Sequence[PlateSighting], at: datetime, *, standing: Sequence[Box] = ()
    ) -> TrackerStep:
        """Takes in what one picture shows.

        standing: boxes of things that are there but do not move; a plate in one of them is not lost though
        it was not looked at.
        """
        step = TrackerStep()
        pairs = cheapest_pairs(self._costs(sightings, at))
        matched_tracks = {row for row, _ in pairs}
        matched = {column for _, column in pairs}
        for row, column in pairs:
            self._extend(self._tracks[row], sightings[column], at, step)
        for row, track in enumerate(self._tracks):
            if row not in matched_tracks and _covered(track.passage.box, standing):
                track.alive_at = at
        for column, sighting in enumerate(sightings):
            if column not in matched and usable(sighting) and not self._drives_off(sighting, at):
                passage = Passage(new_id(at), new_id(at), at, at, sighting.box)
                track = _Track(passage, at)
                self._tracks.append(track)
                self._extend(track, sighting, at, step)
        self._end(at, step)
        return step

    def end_all(self) -> list[Passage]:
        """Closes every passage: the camera is gone or the file is at its end."""
        ended = [track.passage for track in self._tracks]
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
        if passage.add(sighting, at):
            step.best.append(passage)
        step.current.append(passage)

    def _end(self, at: datetime, step: TrackerStep) -> None:
        kept: list[_Track] = []
        for track in self._tracks:
            passage = track.passage
            unseen_s = (at - track.alive_at).total_seconds()
            stood_s = (track.alive_at - passage.last_seen_at).total_seconds()
            if unseen_s < self._lost_after_s and stood_s < STANDING_AT_MOST_S:
                kept.append(track)
                continue
            step.ended.append(passage)
            if stood_s > self._lost_after_s:
                self._parked.append(_Parked(passage.voted, passage.box, at))
        self._tracks = kept
        self._parked = [
            parked for parked in self._parked if (at - parked.since).total_seconds() < PARKED_FOR_S
        ]

    def _drives_off(self, sighting: PlateSighting, at: datetime) -> bool:
        for parked in self._parked:
            near = distance(parked.box, sighting.box) < 3 * sighting.box.width
            if near and similarity(parked.reading, sighting.reading) >= SAME_TEXT:
                parked.box, parked.since = sighting.box, at
                return True
        return False

    def _costs(
        self, sightings: Sequence[PlateSighting], at: datetime
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        costs = np.full((len(self._tracks), len(sightings)), FORBIDDEN)
        for row, track in enumerate(self._tracks):
            for column, sighting in enumerate(sightings):
                costs[row, column] = _cost(track, sighting, at)
        return costs


def _covered(box: Box, standing: Sequence[Box]) -> bool:
    x, y = box.centre
    return any(other.x <= x <= other.right and other.y <= y <= other.bottom for other in standing)


def _cost(track: _Track, sighting: PlateSighting, at: datetime) -> float:
    passage = track.passage
    elapsed_s = max((at - passage.last_seen_at).total_seconds(), 0.04)
    text = similarity(passage.voted, sighting.reading)
    growth = abs(math.log(sighting.box.width / passage.box.width))
    predicted = track.predicted(at)
    tolerance = sighting.box.width * (
        1.0 + 3.0 * elapsed_s if track.velocity else 2.0 + 8.0 * elapsed_s
    )
    away = distance(predicted, sighting.box) / tolerance
    overlap = iou(predicted, sighting.box)
    unsure = sighting.at_edge or sighting.reading.confidence < 0.8 or passage.voted.confidence < 0.8
    same = (
        (text >= SAME_TEXT and away <= 1.0)
        or (text >= NEAR_CERTAIN_TEXT and away <= 2.5)
        or (text >= LIKE_TEXT and unsure and away <= 0.5)
        or (overlap >= 0.3 and unsure)
    )
    if not same or growth > math.log(3.0):
        return FORBIDDEN
    return (1 - text) + 0.5 * away + 0.3 * growth - 0.3 * overlap
