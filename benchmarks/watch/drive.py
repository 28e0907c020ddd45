"""Publishes plate reads at a fixed rate and takes the alerts: `python drive.py RATE SECONDS FILE`.

FILE has the watched plates as JSON. Of ten reads one is a watched plate, one a watched plate misread in a glyph of
which the reader was unsure, one a neighbour of watched plates, and the others are any plates. Once a second a
plate is put on the list and then read. Prints one JSON line: `alerts` and `added`, in ms from before a read was
published (or before the plate was added) until its alert came from RabbitMQ, `expected` and `missing` alerts,
`late` (ms by which the worst read was published too late), and `needless` alerts.
"""

import asyncio
import json
import os
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import aio_pika
import django

django.setup()

from mosaic_backend.alerts.infrastructure.models import WatchList  # noqa: E402
from mosaic_backend.alerts.infrastructure.watchlist_store import add_entries  # noqa: E402
from mosaic_contracts.events import (  # noqa: E402
    AlertRaised,
    CloudEvent,
    PlateRead,
    new_event,
)
from mosaic_contracts.events.types import FrameSize  # noqa: E402
from mosaic_contracts.ids import new_id  # noqa: E402
from mosaic_platform.messaging import Publisher  # noqa: E402
from mosaic_platform.messaging.topology import declare_events_exchange  # noqa: E402

RANDOM = random.Random(11)
LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "0123456789"
MISREAD = {"0": "O", "8": "B", "1": "I", "5": "S", "2": "Z", "B": "8", "S": "5"}
CAMERAS = [new_id() for _ in range(50)]
FRAME = FrameSize(width=1920, height=1080)
WAIT_S = 60.0


class Driver:
    def __init__(self, watched: list[str]) -> None:
        self.watched, self.known = watched, set(watched)
        self.began: dict[UUID, float] = {}
        self.kind: dict[UUID, str] = {}
        self.came: dict[UUID, float] = {}

    def read(self, kind: str, text: str, candidates: list[list[tuple[str, float]]]) -> CloudEvent:
        at, read_id = datetime.now(UTC), new_id()
        self.kind[read_id] = kind
        self.began.setdefault(read_id, time.monotonic())
        return new_event(
            PlateRead(
                read_id=read_id,
                revision=1,
                final=True,
                camera_id=RANDOM.choice(CAMERAS),
                track_id=new_id(at),
                text=text,
                confidence=0.9,
                candidates=candidates,
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

    def any_read(self, number: int) -> CloudEvent:
        plate, kind = RANDOM.choice(self.watched), number % 10
        if kind == 0:
            return self.read("watched", plate, sure(plate))
        if kind == 1:
            at = next((at for at, char in enumerate(plate) if char in MISREAD), None)
            if at is not None:
                read = plate[:at] + MISREAD[plate[at]] + plate[at + 1 :]
                candidates = sure(read)
                candidates[at] = [(read[at], 0.55), (plate[at], 0.38)]
                return self.read("watched", read, candidates)
        if kind <= 2:
            other = plate[:2] + "".join(RANDOM.choice("3479") for _ in "12") + plate[4:]
            if other not in self.known:
                return self.read("neighbour", other, sure(other))
        text = "".join(RANDOM.choice(LETTERS if at in "AAaaa" else DIGITS) for at in "AA99aaa")
        return self.read("neighbour" if text not in self.known else "watched", text, sure(text))

    def alert(self, event: CloudEvent) -> None:
        payload = event.payload()
        if isinstance(payload, AlertRaised) and payload.plate_read_id in self.kind:
            self.came.setdefault(payload.plate_read_id, time.monotonic())

    def waiting(self) -> int:
        return sum(
            1 for read, kind in self.kind.items() if kind != "neighbour" and read not in self.came
        )

    def took_ms(self, kind: str) -> list[float]:
        return [
            (at - self.began[read]) * 1000
            for read, at in self.came.items()
            if self.kind[read] == kind
        ]


def sure(text: str) -> list[list[tuple[str, float]]]:
    return [[(char, 0.93), (RANDOM.choice(LETTERS), 0.02)] for char in text]


async def main(rate: float, seconds: float, watched: list[str]) -> None:
    driver, late = Driver(watched), 0.0
    url = os.environ["MOSAIC_AMQP_URL"]
    connection = await aio_pika.connect(url)
    channel = await connection.channel()
    queue = await channel.declare_queue(exclusive=True)
    await queue.bind(await declare_events_exchange(channel), AlertRaised.TYPE)

    async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
        driver.alert(CloudEvent.from_json(message.body))

    await queue.consume(take, no_ack=True)
    publisher = Publisher(url, timeout_s=30)
    # What comes first waits for connections and caches, and is not measured.
    await publisher.publish([driver.any_read(0)])
    await until_none_waits(driver)
    driver.kind.clear()
    driver.came.clear()
    adding = asyncio.create_task(add_plates(driver, publisher, seconds))
    tasks, started = set(), time.monotonic()
    for number in range(int(rate * seconds)):
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        late = max(late, time.monotonic() - due)
        task = asyncio.create_task(publisher.publish([driver.any_read(number)]))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await adding
    await asyncio.gather(*tasks)
    await until_none_waits(driver)
    await publisher.close()
    await connection.close()
    expected = sum(kind != "neighbour" for kind in driver.kind.values())
    told = {
        "alerts": driver.took_ms("watched"),
        "added": driver.took_ms("added"),
        "expected": expected,
        "missing": driver.waiting(),
        "needless": len(driver.took_ms("neighbour")),
        "late": late * 1000,
    }
    print(json.dumps(told))


async def add_plates(driver: Driver, publisher: Publisher, seconds: float) -> None:
    watchlist = await asyncio.to_thread(lambda: WatchList.objects.get().pk)
    for number in range(int(seconds)):
        await asyncio.sleep(1.0)
        plate, began = f"NEW{number:03}", time.monotonic()
        await asyncio.to_thread(add_entries, watchlist, [{"text": plate}])
        event = driver.read("added", plate, sure(plate))
        read = event.payload()
        assert isinstance(read, PlateRead)
        driver.began[read.read_id] = began
        await publisher.publish([event])


async def until_none_waits(driver: Driver) -> None:
    deadline = time.monotonic() + WAIT_S
    while driver.waiting() and time.monotonic() < deadline:  # noqa: ASYNC110 - thousands of alerts set no event
        await asyncio.sleep(0.02)


if __name__ == "__main__":
    asyncio.run(
        main(float(sys.argv[1]), float(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text()))
    )
