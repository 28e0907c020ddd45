"""Writes what was seen, once. The caller owns the transaction."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from mosaic_backend.detections.domain import boxes
from mosaic_backend.detections.domain.crop_keys import CropKeys
from mosaic_backend.detections.domain.folding import fold
from mosaic_backend.detections.domain.glyphs import glyphs_of, packed
from mosaic_backend.detections.domain.instants import skew_of
from mosaic_backend.detections.domain.neighbourhood import keys_of_read
from mosaic_backend.detections.infrastructure import id_skew
from mosaic_backend.detections.infrastructure.engines import numbers_of
from mosaic_backend.detections.infrastructure.forgetting import refuse_erased
from mosaic_backend.detections.infrastructure.models import Detection, PlateRead
from mosaic_backend.shared.json_rows import columns_of, insert_of
from mosaic_backend.shared.plate_protection.fields import storing
from mosaic_contracts.errors import InvalidInputError
from mosaic_contracts.events import DetectionRecorded
from mosaic_contracts.events import PlateRead as PlateReadEvent
from mosaic_contracts.events.types import ReadVehicle

MOST_ROWS = 2000
_BETTERED = ", ".join(
    f"{column} = EXCLUDED.{column}"
    for column in columns_of(PlateRead)
    if column not in {"id", "final"}
)
_INSERT_DETECTIONS = f"{insert_of(Detection)} ON CONFLICT DO NOTHING"
_INSERT_PLATES = (
    f"{insert_of(PlateRead)} ON CONFLICT (id) DO UPDATE SET {_BETTERED},"
    " final = detections_plateread.final OR EXCLUDED.final"
    " WHERE EXCLUDED.revision > detections_plateread.revision"
    " OR (EXCLUDED.revision = detections_plateread.revision"
    " AND EXCLUDED.final AND NOT detections_plateread.final)"
    " RETURNING id"
)


def store_detections(frames: Sequence[DetectionRecorded]) -> None:
    """Raises InvalidInputError for an id that does not carry its instant."""
    rows, skew = [], timedelta(0)
    for frame in frames:
        for seen in frame.detections:
            skew = max(skew, skew_of(seen.detection_id, frame.captured_at))
            rows.append(
                {
                    "id": seen.detection_id,
                    "camera_id": frame.camera_id,
                    "captured_at": frame.captured_at,
                    "label": _clean(seen.label),
                    "confidence": seen.confidence,
                    "box": seen.box,
                    "track_id": seen.track_id,
                    "zones": [_clean(zone) for zone in seen.zones],
                    "frame_width": frame.frame.width,
                    "frame_height": frame.frame.height,
                    "engine": _clean(frame.engine),
                }
            )
    for start in range(0, len(rows), MOST_ROWS):
        with connection.cursor() as cursor:
            cursor.execute(_INSERT_DETECTIONS, [_json(rows[start : start + MOST_ROWS])])
    id_skew.note(skew)


def store_plate_reads(reads: Sequence[PlateReadEvent]) -> set[UUID]:
    """Keeps the highest revision of each read; `final` once said stays. The ids that are new or bettered.

    Of a read that was erased nothing is kept.

    Raises InvalidInputError for an id that does not carry its instant, or a text without letter or digit.
    """
    best: dict[UUID, PlateReadEvent] = {}
    for read in reads:
        skew_of(read.read_id, read.first_seen_at)
        known = best.get(read.read_id)
        if known is None or (read.revision, read.final) > (known.revision, known.final):
            best[read.read_id] = read
    refuse_erased(best)
    if not best:
        return set()
    # Sorted, so that two writers of the same rows wait for each other instead of deadlocking.
    numbers = numbers_of({_clean(read.engine) for read in best.values()})
    stored = storing(PlateRead)
    rows = [stored(_row(best[read_id], numbers)) for read_id in sorted(best)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_PLATES, [_json(rows)])
        return {row[0] for row in cursor.fetchall()}


def _row(read: PlateReadEvent, engines: dict[str, int]) -> dict[str, Any]:
    folded = fold(read.text)
    if not folded:
        raise InvalidInputError(f"{read.text!r} holds no letter or digit")
    candidates = [list(position) for position in read.candidates]
    glyphs = glyphs_of(read.text, candidates, read.confidence)
    return {
        "id": read.read_id,
        "camera_id": read.camera_id,
        "track_id": read.track_id,
        "revision": read.revision,
        "final": read.final,
        "text": _clean(read.text),
        "folded": folded[:64],
        "confidence": read.confidence,
        "glyphs": packed(glyphs),
        "keys": keys_of_read(folded, [glyph[0][1] for glyph in glyphs]),
        "first_seen_at": read.first_seen_at,
        "seen_at": read.seen_at,
        "last_seen_at": read.last_seen_at,
        "votes": read.votes,
        "box": _box(read.box),
        "frame_width": read.frame.width,
        "frame_height": read.frame.height,
        **(_vehicle(read.vehicle) if read.vehicle else {}),
        "zones": [_clean(zone) for zone in read.zones],
        "image_keys": CropKeys(read.read_id, read.camera_id, read.first_seen_at).packed(
            read.images.model_dump(exclude_none=True)
        ),
        "engine_number": engines[_clean(read.engine)],
        "direction": read.direction,
    }


def _vehicle(vehicle: ReadVehicle) -> dict[str, Any]:
    return {
        "vehicle_label": _clean(vehicle.label),
        "vehicle_confidence": vehicle.confidence,
        "vehicle_box": _box(vehicle.box),
        "vehicle_colour": None if vehicle.colour is None else _clean(vehicle.colour),
    }


def _box(box: Sequence[float]) -> str:
    """As PostgreSQL reads bytes."""
    return f"\\x{boxes.packed(box).hex()}"


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL in text."""
    return text.replace("\x00", "")
