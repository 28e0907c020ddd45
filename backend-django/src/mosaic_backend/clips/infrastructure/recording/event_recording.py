"""Lets go what cameras that are kept on events recorded while nothing happened."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from mosaic_backend.clips.domain.events import Watch, Window
from mosaic_backend.clips.domain.retention import Kept
from mosaic_backend.clips.infrastructure.recording import deletion
from mosaic_backend.clips.infrastructure.recording.event_models import EventRule
from mosaic_backend.clips.infrastructure.recording.recording_models import (
    ClockSeen,
    Segment,
    SegmentState,
)
from mosaic_backend.detections.facade import seen_between
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import WatchedCamera

BATCH = 60
_ENDED = (SegmentState.COMPLETE, SegmentState.HALF)


class Backlog(Protocol):
    def look(self) -> tuple[bool, Mapping[UUID, WatchedCamera]]:
        """Whether all that was seen is stored, and what is looked at. Raises UnavailableError."""


class EventRecording:
    """One caller at a time. In any doubt footage stays."""

    def __init__(self, root: Path, backlog: Backlog) -> None:
        self._root = root
        self._backlog = backlog
        self._stored_until: datetime | None = None

    def keep(self, now: datetime) -> int:
        """How many files are gone."""
        rules = list(EventRule.objects.all())
        if not rules:
            return 0
        try:
            clear, watched = self._backlog.look()
        except UnavailableError:
            clear, watched = False, {}
        if clear:
            self._stored_until = now
        doubted = ClockSeen.objects.filter(doubt__gt=timedelta(0)).exists()
        decided = 0
        for rule in rules:
            watch = _note(rule, watched.get(rule.camera_id), now)
            if self._stored_until is not None and not doubted:
                decided += _judge(rule, watch, self._stored_until)
        return deletion.carry_out(self._root, decided)[0] if decided else 0


def _note(rule: EventRule, told: WatchedCamera | None, now: datetime) -> Watch:
    last, coverage = (told.last_frame_at, told.coverage) if told else (None, None)
    watch = Watch(rule.watched_since, rule.watched_until, rule.asked_at).told(now, last, coverage)
    EventRule.objects.filter(camera_id=rule.camera_id).update(
        watched_since=watch.since, watched_until=watch.until, asked_at=watch.asked_at
    )
    return watch


def _judge(rule: EventRule, watch: Watch, stored_until: datetime) -> int:
    """Decides on the next files of a camera; those that were decided on are never looked at again."""
    window = Window(timedelta(seconds=rule.before_s), timedelta(seconds=rule.after_s))
    until = window.judged_until(watch, stored_until)
    if until is None:
        return 0
    rows = Segment.objects.filter(
        camera_id=rule.camera_id,
        starts_at__gte=rule.judged_until,
        ends_at__lte=until,
        state__in=_ENDED,
    )
    files = [
        Kept(row.id, row.camera_id, row.starts_at, row.ends_at, row.bytes + row.overhead_bytes)
        for row in rows.order_by("starts_at")[:BATCH]
    ]
    if not files:
        return 0
    seen = seen_between(
        rule.camera_id,
        files[0].starts_at - window.after,
        max(file.ends_at for file in files) + window.before,
        labels=rule.labels,
        plates=rule.plates,
    )
    going = list(window.going(files, watch, seen))
    gone = deletion.decide(going, "no-event", "skipped") if going else 0
    judged = files[-1].starts_at + timedelta(microseconds=1)
    EventRule.objects.filter(camera_id=rule.camera_id).update(judged_until=judged)
    return gone
