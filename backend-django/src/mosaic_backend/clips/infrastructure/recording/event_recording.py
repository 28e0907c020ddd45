"""Lets go what cameras recorded on events while nothing happened."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from mosaic_backend.cameras.facade import EventCamera, event_cameras, subscriptions_heard
from mosaic_backend.clips.domain.events import MARGIN, Watch, Window
from mosaic_backend.clips.domain.retention import Kept
from mosaic_backend.clips.infrastructure.recording import deletion
from mosaic_backend.clips.infrastructure.recording.event_backlog import Look
from mosaic_backend.clips.infrastructure.recording.event_doubts import Doubts
from mosaic_backend.clips.infrastructure.recording.event_letters import Unstored
from mosaic_backend.clips.infrastructure.recording.event_models import EventWatch
from mosaic_backend.clips.infrastructure.recording.event_sightings import seen_between
from mosaic_backend.clips.infrastructure.recording.recording_facts import timelines
from mosaic_backend.clips.infrastructure.recording.recording_models import (
    ENDED,
    ClockSeen,
    Segment,
)
from mosaic_contracts.internal_api import EventSettings

BATCH = 60
SETTLED = timedelta(seconds=30)
"""Of what is told at first, somebody who looks at the dead letters may hide some for so long."""
_TOLD = ("watched_since", "watched_until", "asked_at", "doubt", "doubt_since")


class Backlog(Protocol):
    def look(self, now: datetime) -> Look:
        """Whether all that was seen is stored, and what is looked at."""


class EventRecording:
    """One caller at a time. In any doubt footage stays, and that is told."""

    def __init__(self, root: Path, backlog: Backlog, margin: timedelta = MARGIN) -> None:
        self._root = root
        self._backlog = backlog
        self._margin = margin
        self._doubts = Doubts()
        self._first_look: datetime | None = None
        self._stored_until: datetime | None = None

    def keep(self, now: datetime) -> int:
        """How many files are gone."""
        cameras = event_cameras(now)
        EventWatch.objects.exclude(camera_id__in=cameras).delete()
        if not cameras:
            return 0
        look = self._backlog.look(now)
        self._first_look = self._first_look or now
        if not look.doubt and now - self._first_look >= SETTLED:
            self._stored_until = now
        clock = ClockSeen.objects.filter(doubt__gt=timedelta(0)).exists()
        decided, rows, heard = 0, _rows(cameras, now), subscriptions_heard()
        for row in rows:
            camera = cameras[row.camera_id]
            watch = _note(row, camera, look, heard.get(row.camera_id), now)
            if self._stored_until is not None and not clock:
                decided += self._judge(row, camera.events, watch, look.unstored)
        self._doubts.tell(rows, cameras, look, clock=clock, now=now)
        EventWatch.objects.bulk_update(rows, _TOLD, batch_size=500)
        return deletion.carry_out(self._root, decided)[0] if decided else 0

    def _judge(
        self, row: EventWatch, events: EventSettings, watch: Watch, unstored: Sequence[Unstored]
    ) -> int:
        """Decides on the next files of a camera; those that were decided on are never looked at again."""
        window = Window(
            timedelta(seconds=events.before_s), timedelta(seconds=events.after_s), self._margin
        )
        until = self._stored_until and window.judged_until(watch, self._stored_until)
        if until is None:
            return 0
        files = _files(row, until)
        if not files:
            return 0
        since = files[0].starts_at - window.after
        until = max(file.ends_at for file in files) + window.before
        seen = seen_between(row.camera_id, since, until, events)
        seen += [(told.first, told.last) for told in unstored if told.is_of(row.camera_id)]
        wishes = timelines([row.camera_id], since).get(("wish", row.camera_id), [])
        going = list(window.going(files, watch, wishes, seen))
        gone = deletion.decide(going, "no-event", "skipped") if going else 0
        judged = files[-1].starts_at + timedelta(microseconds=1)
        EventWatch.objects.filter(camera_id=row.camera_id).update(judged_until=judged)
        return gone


def _rows(cameras: Mapping[UUID, EventCamera], now: datetime) -> list[EventWatch]:
    """One a camera. What was recorded before it was so, or by other settings, stays."""
    rows = {row.camera_id: row for row in EventWatch.objects.all()}
    for camera_id, camera in cameras.items():
        settings = camera.events.model_dump(mode="json")
        row = rows.get(camera_id)
        if row is None or row.settings != settings:
            told = {"settings": settings, "judged_until": now}
            rows[camera_id], _ = EventWatch.objects.update_or_create(
                camera_id=camera_id, defaults=told
            )
    return list(rows.values())


def _note(
    row: EventWatch,
    camera: EventCamera,
    look: Look,
    heard: tuple[datetime, datetime] | None,
    now: datetime,
) -> Watch:
    """By the AI, by what the camera tells, or by both: as far as whichever knows less."""
    told = look.watched.get(row.camera_id) if camera.needs_ai else None
    last, coverage = (told.last_frame_at, told.coverage) if told else (None, None)
    watch = Watch(row.watched_since, row.watched_until, row.asked_at)
    if not camera.events.camera_events:
        watch = watch.told(now, last, coverage)
    elif heard is None:
        watch = watch.told(now, None, None)
    else:
        listening_since, heard_at = heard
        known = (min(last, heard_at) if last else None) if camera.needs_ai else heard_at
        watch = watch.told(now, known, coverage).not_before(listening_since)
    row.watched_since, row.watched_until, row.asked_at = watch.since, watch.until, watch.asked_at
    return watch


def _files(row: EventWatch, until: datetime) -> list[Kept]:
    """The next that can be judged, in order."""
    rows = Segment.objects.filter(
        camera_id=row.camera_id,
        starts_at__gte=row.judged_until,
        ends_at__lte=until,
        state__in=ENDED,
    )
    return [
        Kept(
            file.id,
            file.camera_id,
            file.starts_at,
            file.ends_at,
            file.bytes + file.overhead_bytes,
        )
        for file in rows.order_by("starts_at")[:BATCH]
    ]
