"""Gives the same id to the same object over pictures of one camera, by motion, size and kind."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from mosaic_ai.domain.assignment import FORBIDDEN, cheapest_pairs
from mosaic_ai.domain.geometry import Box, distance, iou
from mosaic_ai.domain.sightings import VEHICLES, Detection
from mosaic_contracts.ids import new_id

LOST_AFTER_S = 4.0


@dataclass
class _Track:
    track_id: UUID
    label: str
    box: Box
    seen_at: datetime
    velocity: tuple[float, float] = (0.0, 0.0)


class ObjectTracker:
    """The objects of one camera. Not thread-safe; pictures come in order of capture."""

    def __init__(self) -> None:
        self._tracks: list[_Track] = []

    def update(self, detections: Sequence[Detection], at: datetime) -> list[UUID]:
        """The track id of each detection, in their order."""
        self._tracks = [
            track for track in self._tracks if (at - track.seen_at).total_seconds() < LOST_AFTER_S
        ]
        costs = np.array(
            [[_cost(track, found, at) for found in detections] for track in self._tracks]
        ).reshape(len(self._tracks), len(detections))
        tracks = {column: self._tracks[row] for row, column in cheapest_pairs(costs)}
        ids = []
        for column, found in enumerate(detections):
            track = tracks.get(column)
            if track is None:
                track = _Track(new_id(at), found.label, found.box, at)
                self._tracks.append(track)
            else:
                _follow(track, found, at)
            ids.append(track.track_id)
        return ids


def _follow(track: _Track, found: Detection, at: datetime) -> None:
    elapsed_s = (at - track.seen_at).total_seconds()
    if elapsed_s > 0:
        (x1, y1), (x2, y2) = track.box.centre, found.box.centre
        track.velocity = ((x2 - x1) / elapsed_s, (y2 - y1) / elapsed_s)
    track.box, track.seen_at, track.label = found.box, at, found.label


def _cost(track: _Track, found: Detection, at: datetime) -> float:
    alike = track.label == found.label or {track.label, found.label} <= VEHICLES
    growth = abs(math.log(found.box.area / max(track.box.area, 1.0))) / 2
    if not alike or growth > math.log(2.0):
        return FORBIDDEN
    elapsed_s = max((at - track.seen_at).total_seconds(), 0.04)
    predicted = track.box.moved(track.velocity[0] * elapsed_s, track.velocity[1] * elapsed_s)
    size = math.sqrt(found.box.area)
    away = distance(predicted, found.box) / (size * (0.6 + 1.4 * elapsed_s))
    if away > 1.0:
        return FORBIDDEN
    return away + growth - 0.5 * iou(predicted, found.box)
