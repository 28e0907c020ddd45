"""Publishes events as the AI service does: `python publish.py NUMBER`; half are detections, half plate reads.

Prints one JSON line: how many of each, and in how many seconds the broker confirmed them.
"""

import asyncio
import json
import os
import sys
import time
from datetime import UTC, datetime

from mosaic_contracts.events import CloudEvent, DetectionRecorded, PlateRead, new_event
from mosaic_contracts.events.types import DetectedObject, FrameSize
from mosaic_contracts.ids import new_id
from mosaic_platform.messaging import Publisher

BATCH = 500
FRAME = FrameSize(width=1920, height=1080)


def _event(number: int) -> CloudEvent:
    at, camera = datetime.now(UTC), new_id()
    if number % 2:
        seen = DetectedObject(
            detection_id=new_id(at), label="car", confidence=0.8, box=(0.1, 0.1, 0.2, 0.2)
        )
        return new_event(
            DetectionRecorded(
                camera_id=camera, captured_at=at, frame=FRAME, detections=[seen], engine="bench"
            ),
            source="mosaic/ai",
        )
    text = f"BN{number % 100_000:05}"
    return new_event(
        PlateRead(
            read_id=new_id(at),
            revision=1,
            final=True,
            camera_id=camera,
            track_id=new_id(at),
            text=text,
            confidence=0.9,
            candidates=[[(char, 0.9), ("X", 0.05)] for char in text],
            first_seen_at=at,
            seen_at=at,
            last_seen_at=at,
            votes=3,
            frame=FRAME,
            box=(0.4, 0.5, 0.1, 0.05),
            engine="bench",
        ),
        source="mosaic/ai",
    )


async def main(number: int) -> None:
    publisher = Publisher(os.environ["MOSAIC_AMQP_URL"], timeout_s=30)
    events = [_event(n) for n in range(number)]
    started = time.monotonic()
    for start in range(0, number, BATCH):
        await publisher.publish(events[start : start + BATCH])
    took_s = time.monotonic() - started
    await publisher.close()
    print(json.dumps({"detections": number // 2, "plates": number - number // 2, "took_s": took_s}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
