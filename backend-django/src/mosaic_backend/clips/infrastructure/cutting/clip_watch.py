"""Tells in the clip's row how far its job is, and learns there that nobody wants it any more."""

import time
from collections.abc import Callable
from uuid import UUID

from mosaic_backend.clips.application.recordings import (
    CancelledCutError,
    InterruptedCutError,
    Stage,
)
from mosaic_backend.clips.infrastructure.models import Clip, ClipState

EVERY_S = 0.4
_PARTS: dict[Stage, tuple[int, int]] = {
    "queued": (0, 0),
    "reading": (0, 15),
    "encoding": (15, 60),
    "writing": (60, 99),
    "done": (100, 100),
}
"""From where to where in a hundred each stage goes; few clips have them all."""


class ClipWatch:
    """Adapter of Watch, for one attempt."""

    def __init__(self, clip_id: UUID, interrupted: Callable[[], bool]) -> None:
        self._clip_id = clip_id
        self._interrupted = interrupted
        self._next = 0.0
        self._most = 0

    def at(self, stage: Stage, share: float) -> None:
        if self._interrupted():
            raise InterruptedCutError
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY_S
        first, last = _PARTS[stage]
        self._most = max(self._most, round(first + (last - first) * min(max(share, 0.0), 1.0)))
        running = Clip.objects.filter(pk=self._clip_id, state=ClipState.RUNNING)
        if not running.update(stage=stage, progress=self._most):
            raise CancelledCutError
