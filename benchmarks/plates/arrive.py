"""Stores plate reads as the consumer does: `python arrive.py PER_SECOND SECONDS`; `python arrive.py remove`.

Prints how many were stored.
"""

import sys
import time
from datetime import UTC, datetime

import django
import numpy as np
from error_model import GLYPHS, Reader, plates

django.setup()

from django.db import connection, transaction  # noqa: E402

from mosaic_backend.detections.facade import keep_partitions, store_plate_reads  # noqa: E402
from mosaic_contracts.events import PlateRead  # noqa: E402
from mosaic_contracts.events.types import FrameSize  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402

ENGINE, BATCHES_A_SECOND = "bench-arriving", 10


def main(per_second: int, seconds: float) -> None:
    keep_partitions(datetime.now(UTC))
    random, reader, block = np.random.default_rng(), Reader(), plates(6000)[0]
    started, stored = time.monotonic(), 0
    for batch in range(int(seconds * BATCHES_A_SECOND)):
        time.sleep(max(0.0, started + batch / BATCHES_A_SECOND - time.monotonic()))
        true = block[random.integers(len(block), size=per_second // BATCHES_A_SECOND)]
        said = reader.read(random, true).tolist()
        with transaction.atomic():
            store_plate_reads([_read(reader, glyphs) for glyphs in said])
        stored += len(said)
    print(stored / max(seconds, time.monotonic() - started))


def _read(reader: Reader, glyphs: list[int]) -> PlateRead:
    now = datetime.now(UTC)
    seen = [reader.positions[glyph] for glyph in glyphs]
    return PlateRead(
        read_id=new_id(now),
        revision=1,
        final=True,
        camera_id=new_id(now),
        track_id=new_id(now),
        text="".join(GLYPHS[position.top] for position in seen),
        confidence=float(np.mean([position.share for position in seen])),
        candidates=[
            [(part[0], int(part[1:]) / 1000) for part in _parts(position.packed)]
            for position in seen
        ],
        first_seen_at=now,
        seen_at=now,
        last_seen_at=now,
        votes=3,
        frame=FrameSize(width=1920, height=1080),
        box=(0.4, 0.5, 0.1, 0.05),
        engine=ENGINE,
    )


def _parts(packed: str) -> list[str]:
    return [packed[at : at + 4] for at in range(0, len(packed), 4)]


def remove() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM detections_plateread WHERE engine_number IN"
            " (SELECT id FROM detections_engine WHERE name = %s)",
            [ENGINE],
        )


if __name__ == "__main__":
    if sys.argv[1] == "remove":
        remove()
    else:
        main(int(sys.argv[1]), float(sys.argv[2]))
