"""What an operator sees first: cameras, reads and alerts at a glance."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from mosaic_backend.alerts.facade import unacknowledged
from mosaic_backend.cameras.facade import camera_names, cameras, stream_states, visible_cameras
from mosaic_backend.detections.facade import reads_per_hour, recent_reads
from mosaic_contracts.permissions import Principal, Verb

HOURS = 24
RECENT = 10
STATES = ("online", "idle", "connecting", "error", "disabled")


def overview(principal: Principal, now: datetime) -> dict[str, Any]:
    """The same few queries whatever the number of cameras; what the role may not see is null."""
    answer: dict[str, Any] = {
        "cameras": _cameras(principal),
        "reads_per_hour": None,
        "recent_reads": None,
        "alerts_unacknowledged": None,
    }
    if principal.may(Verb.SEARCH):
        scope = visible_cameras(principal, Verb.SEARCH)
        ids = None if scope.all else scope.ids
        answer["reads_per_hour"] = _hours(dict(reads_per_hour(ids, _first_hour(now))), now)
        reads = recent_reads(ids, RECENT)
        names = camera_names({read.camera_id for read in reads})
        answer["recent_reads"] = [
            {
                "id": read.id,
                "text": read.text,
                "confidence": read.confidence,
                "camera": read.camera_id,
                "camera_name": names.get(read.camera_id),
                "seen_at": read.seen_at,
            }
            for read in reads
        ]
    if principal.may(Verb.ALERTS):
        scope = visible_cameras(principal, Verb.ALERTS)
        answer["alerts_unacknowledged"] = unacknowledged(None if scope.all else scope.ids)
    return answer


def _cameras(principal: Principal) -> dict[str, int]:
    present = cameras(visible_cameras(principal, Verb.LIVE))
    states = stream_states()
    counts = Counter(
        "disabled"
        if not camera.enabled
        else states[camera.id].state
        if camera.id in states
        else "idle"
        for camera in present
    )
    return {"total": len(present), **{state: counts[state] for state in STATES}}


def _first_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)


def _hours(counts: dict[datetime, int], now: datetime) -> list[dict[str, Any]]:
    first = _first_hour(now)
    hours = [first + timedelta(hours=number) for number in range(HOURS)]
    return [{"hour": hour, "reads": counts.get(hour, 0)} for hour in hours]
