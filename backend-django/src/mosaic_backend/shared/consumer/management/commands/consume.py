"""`python -m mosaic_backend consume`: takes events from RabbitMQ until told to stop."""

import asyncio
import contextlib
import signal
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.config.environment import environment
from mosaic_backend.config.event_routes import QUEUE, TYPES, apply_events
from mosaic_backend.partners.facade import append_to_feed
from mosaic_backend.shared.consumer.handling import EventHandler
from mosaic_backend.shared.fanout.writer import FanoutWriter
from mosaic_platform.collector import leave_out_what_is_loaded
from mosaic_platform.liveness import keep_touching
from mosaic_platform.messaging import Consumer

BATCH_SIZE = 200
BATCH_WAIT_S = 0.02


class Command(BaseCommand):
    help = "Stores what cameras, streaming and AI tell, each event once, and passes it on to the screens."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        leave_out_what_is_loaded()
        asyncio.run(_consume())


async def _consume() -> None:
    settings = environment()
    fanout = FanoutWriter(settings.redis_url.get_secret_value())
    consumer = Consumer(
        settings.amqp_url.get_secret_value(),
        QUEUE,
        TYPES,
        prefetch=3 * BATCH_SIZE,  # the next ones come while these are stored
        batch_size=BATCH_SIZE,
        batch_wait_s=BATCH_WAIT_S,
    )
    handler = EventHandler(apply_events, fanout, keep=append_to_feed)
    alive = keep_touching(settings.alive_file)
    work = asyncio.gather(consumer.run(handler), fanout.run(), alive)
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work
