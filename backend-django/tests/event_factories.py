"""Events as the AI service sends them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from mosaic_contracts.events import DetectionRecorded, PlateRead
from mosaic_contracts.events.types import DetectedObject, FrameSize
from mosaic_contracts.ids import new_id

CAMERA = new_id()


def plate_read(text: str, *, at: datetime | None = None, **changes: Any) -> PlateRead:
    at = at or datetime.now(UTC)
    fields: dict[str, Any] = {
        "read_id": new_id(at),
        "revision": 1,
        "final": False,
        "camera_id": CAMERA,
        "track_id": new_id(at),
        "text": text,
        "confidence": 0.9,
        "candidates": [[(char, 0.9)] for char in text],
        "first_seen_at": at,
        "seen_at": at,
        "last_seen_at": at,
        "votes": 3,
        "frame": FrameSize(width=1280, height=720),
        "box": (0.4, 0.5, 0.1, 0.05),
        "engine": "test",
    }
    return PlateRead(**(fields | changes))


def detection(
    label: str = "car", *, at: datetime | None = None, camera_id: UUID = CAMERA, **changes: Any
) -> DetectionRecorded:
    at = at or datetime.now(UTC)
    fields: dict[str, Any] = {
        "detection_id": new_id(at),
        "label": label,
        "confidence": 0.8,
        "box": (0.1, 0.1, 0.2, 0.2),
    }
    return DetectionRecorded(
        camera_id=camera_id,
        captured_at=at,
        frame=FrameSize(width=1280, height=720),
        detections=[DetectedObject(**(fields | changes))],
        engine="test",
    )
