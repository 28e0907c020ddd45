"""Whether each camera is to be recorded at an instant, and if not, why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import ScheduleTimes

Wish = Literal["on", "off", "schedule", "disabled"]


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
            "recording_schedule_id",
            "site__time_zone",
            "group__site__time_zone",
        )
    )
    times = [ScheduleTimes(instant, lead=timedelta(0)) for instant in instants[-1:]]
    times = [times[0].moved_to(instant) for instant in instants] if times else []

    def wish(at: ScheduleTimes, row: tuple[object, ...]) -> Wish:
        _, _, enabled, mode, schedule, own, of_group = row
        if mode == "off":
            return "off"
        if not enabled:
            return "disabled"
        zone = str(own or of_group or "UTC")
        in_force = at.in_force(schedule, zone)  # type: ignore[arg-type]
        return "on" if in_force else "schedule"

    return RecordingWishes(
        {row[0]: row[1] for row in rows}, [{row[0]: wish(at, row) for row in rows} for at in times]
    )
