"""What watch lists and detection rules say of when they watch, and of when nobody is told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

Severity = Literal["info", "warning", "critical"]
Hours = Callable[[datetime, ZoneInfo], bool]
"""Whether an instant lies in weekly hours by the clock of a zone."""
MAX_COOLDOWN_S = 7 * 24 * 3600


class Muted(StrEnum):
    """Why an alert is kept without telling anybody."""

    UNARMED = "unarmed"
    SNOOZED = "snoozed"
    QUIET_HOURS = "quiet-hours"
    COOLDOWN = "cooldown"


@dataclass(frozen=True)
class Validity:
    """Half open; None: without end on that side."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


ALWAYS = Validity()


@dataclass(frozen=True, kw_only=True)
class Terms:
    """schedule: None for always. quiet: None for never."""

    id: UUID
    name: str
    severity: Severity
    armed: bool = True
    validity: Validity = ALWAYS
    schedule: Hours | None = None
    quiet: Hours | None = None
    critical_ignores_quiet_hours: bool = False
    snoozed_until: datetime | None = None
    cooldown_s: int = 0

    def watch_at(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether the schedule has that instant; the validity is asked apart."""
        return self.schedule is None or self.schedule(at, zone)

    def mute(self, now: datetime, zone: ZoneInfo) -> Muted | None:
        """Why an alert that is raised now is told nobody, but for the cooldown; None: it is told."""
        if not self.armed:
            return Muted.UNARMED
        if self.snoozed_until is not None and now < self.snoozed_until:
            return Muted.SNOOZED
        return self.mute_by_hours(now, zone)

    def mute_by_hours(self, now: datetime, zone: ZoneInfo) -> Muted | None:
        if self.severity == "critical" and self.critical_ignores_quiet_hours:
            return None
        return Muted.QUIET_HOURS if self.quiet and self.quiet(now, zone) else None


@dataclass(frozen=True, kw_only=True)
class ListRules(Terms):
    """Those of a watch list. cameras: None for all.

    min_likelihood: of the watched plate beside what was read, 0..1; see the facade of detections.
    """

    min_likelihood: float
    cameras: frozenset[UUID] | None = None

    def watch_camera(self, camera_id: UUID) -> bool:
        return self.cameras is None or camera_id in self.cameras
