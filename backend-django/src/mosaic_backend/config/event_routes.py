"""What each event that the backend consumes changes; everything else about it is the consumer's."""

from collections.abc import Sequence
from datetime import datetime

from mosaic_backend.alerts.facade import (
    raise_for_camera_status,
    raise_for_detections,
    raise_for_plate_reads,
)
from mosaic_backend.audit.facade import record_told
from mosaic_backend.cameras.facade import record_stream_state
from mosaic_backend.detections.facade import store_detections, store_plate_reads
from mosaic_backend.journeys.facade import note_corrections, note_plate_reads
from mosaic_contracts.events import (
    AlertRaised,
    AuditRecorded,
    CameraEvent,
    CameraStatus,
    ClipReady,
    DetectionRecorded,
    EventData,
    PlateCorrected,
    PlateRead,
    StreamState,
)

QUEUE = "backend.events"
TYPES = (
    StreamState.TYPE,
    DetectionRecorded.TYPE,
    PlateRead.TYPE,
    AuditRecorded.TYPE,
    CameraStatus.TYPE,
    # Our own, stored before they were published.
    PlateCorrected.TYPE,
    # Consumed only for the screens.
    AlertRaised.TYPE,
    ClipReady.TYPE,
    CameraEvent.TYPE,
)


def apply_events(payloads: Sequence[EventData], now: datetime) -> None:
    """Inside the caller's transaction. Raises InvalidInputError for what breaks a contract."""
    for payload in payloads:
        if isinstance(payload, StreamState):
            record_stream_state(payload, now)
        elif isinstance(payload, CameraStatus):
            raise_for_camera_status(payload, now)
    told = [payload for payload in payloads if isinstance(payload, AuditRecorded)]
    if told:
        record_told(told)
    frames = [payload for payload in payloads if isinstance(payload, DetectionRecorded)]
    if frames:
        store_detections(frames)
        raise_for_detections(frames, now)
    reads = [payload for payload in payloads if isinstance(payload, PlateRead)]
    if reads:
        bettered = store_plate_reads(reads)
        new = [read for read in reads if read.read_id in bettered]
        raise_for_plate_reads(new, now)
        note_plate_reads(new, now)
    corrections = [payload for payload in payloads if isinstance(payload, PlateCorrected)]
    if corrections:
        note_corrections(corrections, now)
