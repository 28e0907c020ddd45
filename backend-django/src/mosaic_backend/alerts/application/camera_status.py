"""When a camera's status is worth an alert."""

from mosaic_backend.alerts.application.alerts import CAMERA_OFFLINE, NewAlert
from mosaic_contracts.events import CameraStatus


def alert_of(event: CameraStatus, name: str) -> NewAlert:
    """The alert of a camera that went offline; one for each time it did."""
    return NewAlert(
        key=f"{CAMERA_OFFLINE}:{event.camera_id}:{event.since.isoformat()}",
        kind=CAMERA_OFFLINE,
        severity="warning",
        title=f"{name} is offline ({event.reason or 'failed'})",
        camera_id=event.camera_id,
    )
