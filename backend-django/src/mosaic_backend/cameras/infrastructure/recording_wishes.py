"""How each camera is to be recorded at an instant, and if not, why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import ScheduleTimes

Wish = Literal["on", "event", "off", "schedule", "disabled"]
_WISHES: Mapping[str, Wish] = {"continuous": "on", "event": "event"}


@dataclass(frozen=True)
class RecordingWishes:
    """Of the present cameras. at: what is wished at each asked instant, in order."""

    created_at: Mapping[UUID, datetime]
    at: Sequence[Mapping[UUID, Wish]]


def recording_wishes(instants: Sequence[datetime]) -> RecordingWishes:
    """By the settings of now, and by what schedules say of the instants."""
    rows = list(
        CameraRow.objects.filter(deleted_at__isnull=True)
        .order_by()
        .values_list(
            "id",
            "created_at",
            "enabled",
            "recording_mode",
            "recording_otherwise",
            "recording_schedule_id",
            "site__time_zone",
            "group__site__time_zone",
        )
    )
    times = [ScheduleTimes(instant, lead=timedelta(0)) for instant in instants[-1:]]
    times = [times[0].moved_to(instant) for instant in instants] if times else []

    def wish(at: ScheduleTimes, row: tuple[object, ...]) -> Wish:
        _, _, enabled, mode, otherwise, schedule, own, of_group = row
        zone = str(own or of_group or "UTC")
        scheduled = at.in_force(schedule, zone)  # type: ignore[arg-type]
        if mode == "off" and (scheduled or otherwise == "off"):
            return "off"
        if not enabled:
            return "disabled"
        return _WISHES.get(str(mode if scheduled else otherwise), "schedule")

    return RecordingWishes(
        {row[0]: row[1] for row in rows}, [{row[0]: wish(at, row) for row in rows} for at in times]
    )
