"""Prints, for each event of the AI service, the seconds from the picture's capture to its arrival in a queue."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime

import aio_pika

EXCHANGE = "mosaic.events"
TYPES = ("mosaic.detection.recorded.v1", "mosaic.plate.read.v1")


async def main() -> None:
    connection = await aio_pika.connect(os.environ["MOSAIC_AMQP_URL"])
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        for key in TYPES:
            await queue.bind(EXCHANGE, key)

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            data = json.loads(message.body)["data"]
            if data.get("final"):
                return  # told when nothing came for long: no picture led to it
            captured_at = datetime.fromisoformat(data.get("captured_at") or data["last_seen_at"])
            print(f"{(datetime.now(UTC) - captured_at).total_seconds():.3f}", flush=True)

        await queue.consume(take, no_ack=True)
        print("listening", file=sys.stderr, flush=True)
        await asyncio.Event().wait()


asyncio.run(main())
