"""The crops that show why a read is what it is."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from mosaic_ai.domain.frames import Frame, Pixels
from mosaic_ai.domain.geometry import Box
from mosaic_ai.domain.passages import Passage
from mosaic_ai.domain.ports import EvidenceStore
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events.types import ReadImages
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)

ToJpeg = Callable[[Pixels, int], bytes]
"""Pixels and the greatest width wanted → JPEG."""

PLATE_WIDTH, VEHICLE_WIDTH, SCENE_WIDTH = 480, 640, 1280


class Crops(NamedTuple):
    """JPEGs of the best picture of a passage."""

    plate: bytes
    vehicle: bytes | None
    scene: bytes


def cut(frame: Frame, passage: Passage, to_jpeg: ToJpeg) -> Crops:
    """Crops of this picture, which must be the passage's best."""
    best = passage.best
    plate = best.box if best else passage.box
    vehicle = best.vehicle.box if best and best.vehicle else best.region if best else None
    return Crops(
        to_jpeg(_crop(frame, plate.grown(0.15, 0.3)), PLATE_WIDTH),
        to_jpeg(_crop(frame, vehicle), VEHICLE_WIDTH) if vehicle else None,
        to_jpeg(frame.pixels, SCENE_WIDTH),
    )


def stored(crops: Crops, store: EvidenceStore, *, camera_id: UUID, passage: Passage) -> ReadImages:
    """Writes the crops and gives their keys; a store that is down costs the pictures, not the read."""
    day = passage.first_seen_at.strftime("%Y/%m/%d")
    base = f"plates/{day}/{camera_id}/{passage.read_id}"
    keys: dict[str, str] = {}
    for name, jpeg in crops._asdict().items():
        if jpeg is None:
            continue
        key = f"{base}-{name}.jpg"
        try:
            store.put(key, jpeg)
        except UnavailableError as error:
            _log.warning("evidence_lost", camera_id=str(camera_id), key=key, error=error.detail)
        else:
            keys[name] = key
    return ReadImages(**keys)


def _crop(frame: Frame, box: Box) -> Pixels:
    x, y, width, height = box.clipped(frame.width, frame.height)
    left, top = round(x), round(y)
    return frame.pixels[
        top : max(top + 2, round(y + height)), left : max(left + 2, round(x + width))
    ]
