"""`python -m mosaic_backend relay`: carries the outbox to RabbitMQ until told to stop."""

import asyncio
import contextlib
import signal
from typing import Any

from django.core.management.base import BaseCommand

from mosaic_backend.config.environment import environment
from mosaic_backend.shared.outbox.database_outbox import DatabaseOutbox, listen
from mosaic_platform.collector import leave_out_what_is_loaded
from mosaic_platform.liveness import keep_touching
from mosaic_platform.messaging import OutboxRelay, Publisher


class Command(BaseCommand):
    help = "Publishes the events of the outbox, in order, and removes what the broker confirmed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        leave_out_what_is_loaded()
        asyncio.run(_relay())


async def _relay() -> None:
    settings = environment()
    publisher = Publisher(settings.amqp_url.get_secret_value())
    relay = OutboxRelay(DatabaseOutbox(), publisher)
    work = asyncio.gather(
        relay.run(),
        listen(settings.database_url.get_secret_value(), relay.wake),
        keep_touching(settings.alive_file),
    )
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, work.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await work
    await publisher.close()
