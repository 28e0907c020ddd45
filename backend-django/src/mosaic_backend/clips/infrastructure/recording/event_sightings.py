"""When something was seen that keeps footage of a camera."""

from datetime import datetime
from uuid import UUID

from mosaic_backend.alerts.facade import reads_on_watch_lists
from mosaic_backend.cameras.facade import happened_between
from mosaic_backend.detections.facade import detected_between, plates_between
from mosaic_contracts.internal_api import EventSettings

Span = tuple[datetime, datetime]


def seen_between(
    camera_id: UUID, since: datetime, until: datetime, events: EventSettings
) -> list[Span]:
    """Of each event from when to when."""
    seen: list[Span] = []
    if events.detections:
        instants = detected_between(
            camera_id, since, until, labels=events.labels, zones=events.zones
        )
        seen += [(at, at) for at in instants]
    if events.plates or events.watch_lists:
        passages = plates_between(camera_id, since, until)
        kept = passages.keys() if events.plates else reads_on_watch_lists(passages.keys())
        seen += [passages[read_id] for read_id in kept]
    if events.camera_events:
        seen += happened_between(camera_id, since, until)
    return seen
