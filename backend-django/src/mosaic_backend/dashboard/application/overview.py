"""What an operator sees first: cameras, reads and alerts at a glance."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from mosaic_backend.alerts.facade import unacknowledged
from mosaic_backend.cameras.facade import (
    CameraScope,
    camera_names,
    camera_revision,
    offline_since,
    state_counts,
    visible_cameras,
)
from mosaic_backend.dashboard.application.past_hours import PastHours
from mosaic_backend.detections.facade import reads_per_hour, recent_reads
from mosaic_contracts.permissions import Principal, Verb

HOURS = 24
RECENT = 10
STATES = ("online", "idle", "connecting", "error", "disabled")


def overview(principal: Principal, now: datetime, past: PastHours) -> dict[str, Any]:
    """The same few queries whatever the number of cameras; what the role may not see is null."""
    watched = visible_cameras(principal, Verb.LIVE)
    offline = offline_since(watched)
    answer: dict[str, Any] = {
        "cameras": _cameras(watched) | {"offline": len(offline)},
        "offline_cameras": _offline(offline),
        "reads_per_hour": None,
        "recent_reads": None,
        "alerts_unacknowledged": None,
    }
    if principal.may(Verb.SEARCH):
        scope = visible_cameras(principal, Verb.SEARCH)
        ids = None if scope.all else scope.ids
        hours = _hours(now)
        # Whoever has these groups sees these cameras, as long as none is changed.
        seen_by = (principal.scope(Verb.SEARCH), camera_revision())
        reads = past.reads(seen_by, hours, lambda some: reads_per_hour(ids, some))
        answer["reads_per_hour"] = [
            {"hour": hour, "reads": number} for hour, number in zip(hours, reads, strict=True)
        ]
        recent = recent_reads(ids, RECENT)
        names = camera_names({read.camera_id for read in recent})
        answer["recent_reads"] = [
            {
                "id": read.id,
                "text": read.text,
                "confidence": read.confidence,
                "camera": read.camera_id,
                "camera_name": names.get(read.camera_id),
                "seen_at": read.seen_at,
            }
            for read in recent
        ]
    if principal.may(Verb.ALERTS):
        scope = visible_cameras(principal, Verb.ALERTS)
        answer["alerts_unacknowledged"] = unacknowledged(
            None if scope.all else scope.ids, administrator=principal.may(Verb.MANAGE_USERS)
        )
    return answer


def _cameras(scope: CameraScope) -> dict[str, int]:
    counts = state_counts(scope)
    return {
        "total": sum(counts.values()),
        **{state: counts.get(state, 0) for state in STATES},
    }


def _offline(cameras: Mapping[UUID, tuple[datetime, str | None]]) -> list[dict[str, Any]]:
    """Those that went last, first."""
    found = list(cameras.items())[:RECENT]
    names = camera_names([camera_id for camera_id, _ in found])
    return [
        {
            "camera": camera_id,
            "camera_name": names.get(camera_id),
            "since": since,
            "reason": reason,
        }
        for camera_id, (since, reason) in found
    ]


def _hours(now: datetime) -> list[datetime]:
    """When each of the last HOURS began, the running one last."""
    running = now.replace(minute=0, second=0, microsecond=0)
    return [running - timedelta(hours=ago) for ago in reversed(range(HOURS))]
