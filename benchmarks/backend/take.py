"""Takes NUMBER events from the backend's queue and does nothing with them: what the transport alone allows.

Prints the events a second.
"""

import asyncio
import os
import sys
import time
from collections.abc import Sequence

from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging import QUEUES, Consumer

QUEUE = "backend.events"


async def main(number: int) -> None:
    taken, started, done = 0, 0.0, asyncio.Event()

    async def count(events: Sequence[CloudEvent]) -> None:
        nonlocal taken, started
        started = started or time.monotonic()
        taken += len(events)
        if taken >= number:
            done.set()

    consumer = Consumer(os.environ["MOSAIC_AMQP_URL"], QUEUE, QUEUES[QUEUE], batch_size=200)
    running = asyncio.create_task(consumer.run(count))
    await done.wait()
    print(taken / (time.monotonic() - started))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
