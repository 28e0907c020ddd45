"""When something watches and whom it tells, as the rows of watch lists and detection rules have it."""

from datetime import datetime
from typing import Any, TypedDict, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from mosaic_backend.alerts.domain.rules import Hours, Severity, Validity
from mosaic_backend.alerts.infrastructure.models import TermsModel
from mosaic_backend.cameras.facade import intervals_of, is_active


class TermsFields(TypedDict):
    """The fields of `Terms`."""

    id: UUID
    name: str
    severity: Severity
    armed: bool
    validity: Validity
    schedule: Hours | None
    quiet: Hours | None
    critical_ignores_quiet_hours: bool
    snoozed_until: datetime | None
    cooldown_s: int


def terms_of(row: TermsModel) -> TermsFields:
    return {
        "id": row.id,
        "name": row.name,
        "severity": cast("Severity", row.severity),
        "armed": row.armed,
        "validity": Validity(row.valid_from, row.valid_until),
        "schedule": _hours(row.schedule),
        "quiet": _hours(row.quiet_hours),
        "critical_ignores_quiet_hours": row.critical_ignores_quiet_hours,
        "snoozed_until": row.snoozed_until,
        "cooldown_s": row.cooldown_s,
    }


def _hours(given: Any) -> Hours | None:
    if not given:
        return None
    intervals = intervals_of(given)

    def lies_in(at: datetime, zone: ZoneInfo) -> bool:
        return is_active(intervals, at, zone)

    return lies_in
