"""What the passages of plates tell of each camera: their width, how surely they are read, how many are not."""

from collections import deque
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.application.predictions import Prediction
from mosaic_ai.domain.camera_health.facts import PlateFacts
from mosaic_ai.domain.frames import Frame
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import LOCATED, Passage

KEPT = 200
"""Passages a camera; the latest tell how it stands now."""
KEPT_FOR = timedelta(hours=36)
SEEN = 3
"""A plate that was seen so often without a reading worth anything was one, and is unread."""
MOST_OPEN = 1000
BURNT = 250
SURROUNDINGS = (0.5, 1.0)


class _Passed(NamedTuple):
    at: datetime
    width_px: float | None
    confidence: float | None
    read: bool
    burnt: float


class PlatePassages:
    """PlateRecord of what was seen since the process started: a few numbers a passage. For one event loop."""

    def __init__(self) -> None:
        self._passed: dict[UUID, deque[_Passed]] = {}
        self._burnt: dict[UUID, float] = {}

    def note(self, prediction: Prediction) -> None:
        """Takes in one look."""
        look = prediction.look
        for passage in look.step.best:
            self._burnt[passage.track_id] = _burnt(look.frame, passage.box)
        if len(self._burnt) > MOST_OPEN:
            self._burnt.clear()  # of passages that ended unseen, while no pictures came
        for passage in look.step.ended:
            burnt = self._burnt.pop(passage.track_id, 0.0)
            if _counts(passage):
                kept = self._passed.setdefault(prediction.camera_id, deque(maxlen=KEPT))
                kept.append(_passed(passage, burnt))

    def facts(self, camera_id: UUID) -> PlateFacts | None:
        kept = self._passed.get(camera_id)
        if not kept:
            return None
        recent = [each for each in kept if kept[-1].at - each.at <= KEPT_FOR]
        widths = [each.width_px for each in recent if each.width_px is not None]
        sureness = [each.confidence for each in recent if each.confidence is not None]
        return PlateFacts(
            since=recent[0].at,
            passages=len(recent),
            width_px=round(median(widths), 1) if widths else None,
            confidence=round(median(sureness), 3) if sureness else None,
            unread=round(sum(not each.read for each in recent) / len(recent), 3),
            burnt=round(median(each.burnt for each in recent), 3),
        )


def _counts(passage: Passage) -> bool:
    """Whether it was a plate on something that moved, read or not; signs and captions are none."""
    if passage.revision:
        return True
    legible = passage.best is None or passage.located >= LOCATED
    return legible and passage.carried and passage.moved and passage.seen >= SEEN


def _passed(passage: Passage, burnt: float) -> _Passed:
    best = passage.best
    return _Passed(
        passage.last_seen_at,
        best.box.width if best else passage.box.width,
        passage.voted.confidence if best else None,
        passage.revision > 0,
        burnt,
    )


def _burnt(frame: Frame, box: Box) -> float:
    """Share of burnt-out pixels on the plate and around it."""
    x, y, width, height = box.grown(*SURROUNDINGS).clipped(frame.width, frame.height)
    crop = frame.pixels[round(y) : round(y + height), round(x) : round(x + width), 1]
    return float((crop >= BURNT).mean()) if crop.size else 0.0
