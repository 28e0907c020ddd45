"""Finds cameras whose stream has been in error for a while."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_backend.alerts.application.alerts import CAMERA_OFFLINE, NewAlert

PATIENCE = timedelta(seconds=60)
COOLDOWN = timedelta(minutes=10)
"""A camera that comes and goes is told of once in this time."""


@dataclass(frozen=True)
class CameraInError:
    camera_id: UUID
    name: str
    since: datetime
    reason: str | None


def find_outages(
    cameras: Iterable[CameraInError], now: datetime, told_lately: Collection[UUID]
) -> Iterator[NewAlert]:
    """`told_lately`: cameras that had such an alert within COOLDOWN."""
    for camera in cameras:
        if now - camera.since < PATIENCE or camera.camera_id in told_lately:
            continue
        yield NewAlert(
            key=f"{CAMERA_OFFLINE}:{camera.camera_id}:{camera.since.isoformat()}",
            kind=CAMERA_OFFLINE,
            severity="warning",
            title=f"{camera.name} is offline ({camera.reason or 'failed'})",
            camera_id=camera.camera_id,
        )
