"""Events between the parts: CloudEvents 1.0 on the topic exchange `mosaic.events`, routing key = type."""

from mosaic_contracts.events.envelope import EXCHANGE, CloudEvent, new_event
from mosaic_contracts.events.types import (
    EVENT_TYPES,
    AlertRaised,
    AuditRecorded,
    CameraChanged,
    CameraEvent,
    CameraHealth,
    CameraStatus,
    ClipReady,
    DetectionRecorded,
    EventData,
    PlateCorrected,
    PlateRead,
    StreamState,
    SubStreamState,
    WebhookTested,
)

__all__ = [
    "EVENT_TYPES",
    "EXCHANGE",
    "AlertRaised",
    "AuditRecorded",
    "CameraChanged",
    "CameraEvent",
    "CameraHealth",
    "CameraStatus",
    "ClipReady",
    "CloudEvent",
    "DetectionRecorded",
    "EventData",
    "PlateCorrected",
    "PlateRead",
    "StreamState",
    "SubStreamState",
    "WebhookTested",
    "new_event",
]
