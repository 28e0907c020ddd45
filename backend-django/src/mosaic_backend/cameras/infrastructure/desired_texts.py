"""The desired cameras as JSON, of which only what changed is made anew."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mosaic_backend.cameras.infrastructure.models import CameraRow
from mosaic_backend.cameras.infrastructure.schedule_times import (
    Moments,
    ScheduleTimes,
    time_zone_of,
)
from mosaic_contracts.internal_api import DesiredCamera

ASKED_BY_ID = 1000
"""Above this many the whole table is read."""

Make = Callable[[CameraRow, ScheduleTimes], DesiredCamera]


@dataclass(frozen=True)
class _Version:
    """What a camera's text depends on: each change of its row, and which of its schedules are in force."""

    revision: int
    changed_at: datetime
    recording: Moments
    ai: bool


class DesiredTexts:
    """Keeps each camera's text: decrypting the addresses of 5,000 takes seconds, of the one that changed nothing.

    One caller at a time.
    """

    def __init__(self) -> None:
        self._made: dict[UUID, tuple[_Version, str]] = {}

    def items(self, times: ScheduleTimes, make: Make) -> str:
        """A JSON array, by id."""
        present = dict(_versions(times))
        stale = [
            camera_id
            for camera_id, version in present.items()
            if self._made.get(camera_id, (None, ""))[0] != version
        ]
        self._made = {camera_id: self._made[camera_id] for camera_id in present.keys() & self._made}
        for row in _rows(stale):
            # By what this row says: it may be newer than what was read above.
            version = _version_of(row, times)
            self._made[row.id] = (version, make(row, times).model_dump_json())
        return "[" + ",".join(self._made[camera_id][1] for camera_id in sorted(self._made)) + "]"


def _versions(times: ScheduleTimes) -> Iterator[tuple[UUID, _Version]]:
    columns = (
        *("id", "revision", "changed_at", "recording_schedule", "ai_schedule"),
        *("site__time_zone", "group__site__time_zone"),
    )
    rows = CameraRow.objects.filter(deleted_at__isnull=True).order_by().values_list(*columns)
    for camera_id, revision, changed_at, recording, ai, own, of_group in rows:
        zone = own or of_group or "UTC"
        in_force = times.moments(recording, zone), times.in_force(ai, zone)
        yield camera_id, _Version(revision, changed_at, *in_force)


def _version_of(row: CameraRow, times: ScheduleTimes) -> _Version:
    zone = time_zone_of(row)
    return _Version(
        row.revision,
        row.changed_at,
        times.moments(row.recording_schedule_id, zone),
        times.in_force(row.ai_schedule_id, zone),
    )


def _rows(ids: Collection[UUID]) -> Iterable[CameraRow]:
    if not ids:
        return ()
    rows = CameraRow.objects.filter(deleted_at__isnull=True).select_related("site", "group__site")
    return rows if len(ids) > ASKED_BY_ID else rows.filter(id__in=ids)
