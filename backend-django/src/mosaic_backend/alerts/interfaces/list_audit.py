"""What the audit log is told of watch lists and detection rules."""

from typing import Any
from uuid import UUID

from rest_framework.request import Request

from mosaic_backend.alerts.infrastructure.models import WatchList, WatchListEntry
from mosaic_backend.audit.facade import record
from mosaic_backend.shared.http.permissions import principal_of_request
from mosaic_backend.shared.http.reason import reason_from

MOST_PLATES = 1000
TERMS = (
    "name",
    "reason",
    "note",
    "severity",
    "enabled",
    "armed",
    "valid_from",
    "valid_until",
    "schedule",
    "quiet_hours",
    "critical_ignores_quiet_hours",
    "snoozed_until",
    "cooldown_s",
)
RULES = (*TERMS, "all_cameras", "cameras", "min_likelihood")


def note_change(
    request: Request,
    action: str,
    watchlist_id: UUID,
    details: dict[str, Any],
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    note(request, action, f"watchlist:{watchlist_id}", details, before=before, after=after)


def note(
    request: Request,
    action: str,
    subject: str,
    details: dict[str, Any],
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    principal, reason = principal_of_request(request), reason_from(request)
    record(principal, action, subject, details, reason=reason, before=before, after=after)


def told(watchlist: WatchList, *, with_plates: bool) -> dict[str, Any]:
    """Its fields; with_plates: and its plates, or of a long list how many."""
    said: dict[str, Any] = {name: getattr(watchlist, name) for name in RULES}
    if with_plates:
        rows = WatchListEntry.objects.filter(watchlist=watchlist).order_by("folded")
        first = list(rows[: MOST_PLATES + 1])
        if len(first) > MOST_PLATES:
            said["plate_count"] = rows.count()
        else:
            said["plates"] = [told_entry(row) for row in first]
    return said


def told_entry(entry: WatchListEntry) -> dict[str, Any]:
    said: dict[str, Any] = {"text": entry.text, "note": entry.note}
    if entry.valid_from or entry.valid_until:
        said |= {"valid_from": entry.valid_from, "valid_until": entry.valid_until}
    return said
