"""Watch lists as rules."""

from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from mosaic_backend.alerts.domain.rules import Hours, ListRules, Severity, Validity
from mosaic_backend.alerts.infrastructure.models import WatchList
from mosaic_backend.cameras.facade import intervals_of, is_active


def rules_of(row: WatchList) -> ListRules:
    return ListRules(
        id=row.id,
        name=row.name,
        severity=cast("Severity", row.severity),
        min_likelihood=row.min_likelihood,
        armed=row.armed,
        validity=Validity(row.valid_from, row.valid_until),
        cameras=None if row.all_cameras else frozenset(row.cameras),
        schedule=_hours(row.schedule),
        quiet=_hours(row.quiet_hours),
        critical_ignores_quiet_hours=row.critical_ignores_quiet_hours,
        snoozed_until=row.snoozed_until,
        cooldown_s=row.cooldown_s,
    )


def _hours(given: Any) -> Hours | None:
    if not given:
        return None
    intervals = intervals_of(given)

    def lies_in(at: datetime, zone: ZoneInfo) -> bool:
        return is_active(intervals, at, zone)

    return lies_in
