"""Fills an empty, migrated database: cameras, detections and plate reads, the latter two by COPY.

`python dataset.py CAMERAS DETECTIONS PLATES`, in the environment of a backend. Rows are spread over 30 days and
all cameras. The seed is fixed: every run has the same rows but for their times.
"""

import random
import sys
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from mosaic_backend.cameras.infrastructure.models import CameraGroup, CameraRow  # noqa: E402
from mosaic_backend.detections.domain import boxes  # noqa: E402
from mosaic_backend.detections.domain.folding import fold  # noqa: E402
from mosaic_backend.detections.domain.glyphs import glyphs_of, packed  # noqa: E402
from mosaic_backend.detections.domain.neighbourhood import keys_of  # noqa: E402
from mosaic_backend.detections.infrastructure import partitions  # noqa: E402
from mosaic_backend.detections.infrastructure.engines import numbers_of  # noqa: E402
from mosaic_backend.identity.infrastructure.models import User  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402

DAYS = 30
GROUPS = 100
PLATES_KNOWN = 50_000
LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"
LABELS = ("car", "car", "car", "truck", "bus", "person", "motorcycle")
RANDOM = random.Random(4)


def main(cameras: int, detections: int, plates: int) -> None:
    now = datetime.now(UTC)
    groups = CameraGroup.objects.bulk_create(
        CameraGroup(name=f"Group {n:03}") for n in range(GROUPS)
    )
    rows = [
        CameraRow(
            id=(key := new_id()),
            key=str(key),
            revision=n + 1,
            name=f"Camera {n:05} {RANDOM.choice(('gate', 'yard', 'road', 'hall'))}",
            source_url=f"rtsp://10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}/1",
            source_address=f"rtsp://10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}/1",
            group=groups[n % GROUPS],
        )
        for n in range(cameras)
    ]
    CameraRow.objects.bulk_create(rows, batch_size=1000)
    User.objects.filter(username="reviewer").update(
        all_cameras=False, camera_group_ids=[group.pk for group in groups[: GROUPS // 10]]
    )
    ids = [row.pk for row in rows]
    for table in partitions.TABLES:
        for span in table.spans(now - timedelta(days=DAYS + 1), now + timedelta(days=1)):
            partitions._make(table, span)
    _copy("detections_detection", _detections(ids, detections, now))
    _copy("detections_plateread", _plates(ids, plates, now))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy(table: str, rows: Any) -> None:
    first = next(rows)
    with connection.cursor() as cursor:
        command = f"COPY {table} ({', '.join(first)}) FROM STDIN"
        with cursor.copy(command) as copy:  # type: ignore[attr-defined]
            copy.write_row(list(first.values()))
            for row in rows:
                copy.write_row(list(row.values()))


def _instants(number: int, now: datetime) -> Any:
    step = timedelta(days=DAYS) / number
    return (now - timedelta(days=DAYS) + n * step for n in range(number))


def _detections(cameras: list[Any], number: int, now: datetime) -> Any:
    camera = cycle(RANDOM.sample(cameras, len(cameras)))
    for at in _instants(number, now):
        yield {
            "id": new_id(at),
            "camera_id": next(camera),
            "captured_at": at,
            "label": RANDOM.choice(LABELS),
            "confidence": round(RANDOM.uniform(0.3, 1.0), 3),
            "box": [0.1, 0.2, 0.3, 0.4],
            "track_id": new_id(at),
            "zones": ["yard"] if RANDOM.random() < 0.1 else [],
            "frame_width": 1920,
            "frame_height": 1080,
            "engine": "bench",
        }


def _plate() -> str:
    pick = RANDOM.choice
    return "".join(pick(LETTERS if kind == "A" else DIGITS) for kind in "AA99AAA")


def _plates(cameras: list[Any], number: int, now: datetime) -> Any:
    known = []
    for _ in range(min(PLATES_KNOWN, number)):
        text = _plate()
        folded = fold(text)
        known.append((text, folded, packed(glyphs_of(text, [], 0.9)), keys_of(folded)))
    camera = cycle(RANDOM.sample(cameras, len(cameras)))
    box, engine = boxes.packed((0.4, 0.5, 0.1, 0.05)), numbers_of(["bench"])["bench"]
    for at in _instants(number, now):
        text, folded, glyphs, keys = RANDOM.choice(known)
        yield {
            "id": new_id(at),
            "camera_id": next(camera),
            "track_id": new_id(at),
            "revision": 2,
            "final": True,
            "text": text,
            "folded": folded,
            "confidence": round(RANDOM.uniform(0.5, 1.0), 3),
            "glyphs": glyphs,
            "keys": keys,
            "first_seen_at": at,
            "seen_at": at,
            "last_seen_at": at,
            "votes": 5,
            "box": box,
            "frame_width": 1920,
            "frame_height": 1080,
            "zones": [],
            "image_keys": "p:bench/plate.jpg",
            "engine_number": engine,
        }


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
