"""The cameras that are recorded on events, at whatever times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from mosaic_backend.cameras.domain.recording import mode_in, needs_ai
from mosaic_backend.cameras.infrastructure.camera_store import recording_of
from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import ScheduleTimes, time_zone_of
from mosaic_contracts.internal_api import EventSettings


@dataclass(frozen=True)
class EventCamera:
    """is_now: whether it is recorded on events at this moment.

    needs_ai: whether the AI tells any of them; is_looked_at: whether it is to look at the camera.
    """

    name: str
    events: EventSettings
    is_now: bool
    is_looked_at: bool
    needs_ai: bool = True


def event_cameras(now: datetime) -> dict[UUID, EventCamera]:
    """Of the present cameras."""
    on_events = Q(recording_mode="event") | Q(recording_otherwise="event")
    rows = (
        CameraRow.objects.filter(on_events, deleted_at__isnull=True)
        .select_related("site", "group__site")
        .defer("source_url", "sub_url")
    )
    found, times = {}, None
    for row in rows:
        times = times or ScheduleTimes(now, lead=timedelta(0))
        zone, recording = time_zone_of(row), recording_of(row)
        mode = mode_in(recording, scheduled=times.in_force(row.recording_schedule_id, zone))
        found[row.id] = EventCamera(
            name=row.name,
            events=recording.events,
            is_now=row.enabled and mode == "event",
            is_looked_at=row.ai_enabled and times.in_force(row.ai_schedule_id, zone),
            needs_ai=needs_ai(recording.events),
        )
    return found
