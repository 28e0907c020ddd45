"""A consumer that is killed, as by kill -9, after its first batch is committed and before it is acknowledged."""

import asyncio
import os
import signal
from collections.abc import Sequence

import django

django.setup()

from mosaic_backend.config.environment import environment  # noqa: E402
from mosaic_backend.config.event_routes import QUEUE, TYPES, apply_events  # noqa: E402
from mosaic_backend.shared.consumer.handling import EventHandler  # noqa: E402
from mosaic_backend.shared.fanout.writer import FanoutWriter  # noqa: E402
from mosaic_contracts.events import CloudEvent  # noqa: E402
from mosaic_platform.messaging import Consumer  # noqa: E402


async def main() -> None:
    handler = EventHandler(apply_events, FanoutWriter(environment().redis_url.get_secret_value()))

    async def handle_and_die(events: Sequence[CloudEvent]) -> None:
        await handler(events)
        os.kill(os.getpid(), signal.SIGKILL)

    amqp_url = environment().amqp_url.get_secret_value()
    await Consumer(amqp_url, QUEUE, TYPES, batch_size=50).run(handle_and_die)


asyncio.run(main())
