"""Which schedules are in force, for what the other parts are told."""

import hashlib
import json
from collections.abc import Mapping
from copy import copy
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.cameras.domain.schedule import Interval, intervals_of, is_active
from mosaic_backend.cameras.infrastructure.models import CameraRow, Schedule

LEAD = timedelta(seconds=45)
"""The other parts ask every 30 s: what is to begin is told that much earlier, so that it is never late."""

Moments = tuple[bool, bool]


class ScheduleTimes:
    """At one instant, or up to `lead` before it; reads the schedules once."""

    def __init__(self, now: datetime, *, lead: timedelta = LEAD) -> None:
        self._now = now
        self._lead = lead
        self._intervals: Mapping[UUID, list[Interval]] = {
            row.id: intervals_of(row.intervals) for row in Schedule.objects.all()
        }
        self._known: dict[tuple[UUID, str], Moments] = {}

    def moved_to(self, now: datetime) -> "ScheduleTimes":
        """The same schedules at another instant."""
        moved = copy(self)
        moved._now, moved._known = now, {}
        return moved

    def in_force(self, schedule_id: UUID | None, zone: str) -> bool:
        """At the one moment or the other; no schedule means always."""
        return any(self.moments(schedule_id, zone))

    def moments(self, schedule_id: UUID | None, zone: str) -> Moments:
        """Whether it is in force now, and `lead` later."""
        if schedule_id is None:
            return (True, True)
        if (schedule_id, zone) not in self._known:
            intervals, clock = self._intervals.get(schedule_id, []), _zone(zone)
            self._known[schedule_id, zone] = (
                is_active(intervals, self._now, clock),
                is_active(intervals, self._now + self._lead, clock),
            )
        return self._known[schedule_id, zone]

    def fingerprint(self) -> str:
        """Changes when what is in force changes for any camera; empty while no camera has a schedule."""
        if not self._intervals:
            return ""
        used = (
            CameraRow.objects.filter(deleted_at__isnull=True)
            .exclude(recording_schedule__isnull=True, ai_schedule__isnull=True)
            .order_by()
            .values_list(
                "recording_schedule", "ai_schedule", "site__time_zone", "group__site__time_zone"
            )
            .distinct()
        )
        told = sorted(
            f"{schedule}/{zone}/{moments}"
            for recording, ai, own, of_group in used
            for schedule in (recording, ai)
            if schedule and any(moments := self.moments(schedule, zone := own or of_group or "UTC"))
        )
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def time_zone_of(row: CameraRow) -> str:
    """By the camera's site, else its group's, else UTC; wants both joined."""
    site = row.site or (row.group.site if row.group else None)
    return site.time_zone if site else "UTC"


@lru_cache(maxsize=600)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
