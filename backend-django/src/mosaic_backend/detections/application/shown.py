"""What is told of plate reads and detections, to the console and to partners alike."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from mosaic_backend.detections.application.plates import PlateRecord
from mosaic_backend.detections.application.search_plates import Hit

IMAGE_KINDS = ("plate", "vehicle", "scene")
Names = Mapping[UUID, str]


def shown_hit(hit: Hit, names: Names, images_under: str) -> dict[str, Any]:
    """names: of cameras. images_under: the address under which reads have their pictures."""
    read = hit.read
    return {
        "id": read.id,
        "text": read.text,
        "confidence": read.confidence,
        "score": hit.score,
        "why": hit.why,
        "camera": read.camera_id,
        "camera_name": names.get(read.camera_id),
        "first_seen_at": read.first_seen_at,
        "seen_at": read.seen_at,
        "last_seen_at": read.last_seen_at,
        "final": read.final,
        "votes": read.votes,
        "box": read.box,
        "frame": {"width": read.frame[0], "height": read.frame[1]},
        "vehicle": read.vehicle,
        "zones": read.zones,
        "images": _image_addresses(read, images_under),
    }


def _image_addresses(read: PlateRecord, under: str) -> dict[str, str | None]:
    return {
        kind: f"{under}/{read.id}/images/{kind}.jpg" if read.images.get(kind) else None
        for kind in IMAGE_KINDS
    }
