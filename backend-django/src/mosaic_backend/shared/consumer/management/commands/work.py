"""`python -m mosaic_backend work`: does the background jobs and chores until told to stop."""

import asyncio
import contextlib
import signal
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate import App
from procrastinate.contrib.django import app as django_app
from procrastinate.exceptions import ConnectorException

from mosaic_backend.config.chores import CHORES, LAST
from mosaic_backend.config.environment import environment
from mosaic_backend.partners.facade import deliverer
from mosaic_backend.shared.jobs.chores import do_once, keep_doing
from mosaic_backend.shared.jobs.stalled import take_up_stalled_jobs
from mosaic_contracts.clock import SystemClock
from mosaic_platform.liveness import keep_touching
from mosaic_platform.logs import get_logger

CONCURRENCY = 2
STOP_WITHIN_S = 6.0
SWEEP_EVERY_S = 10.0
RETRY_S = 2.0

_log = get_logger(__name__)


class Command(BaseCommand):
    help = "Cuts clips and does what comes round: partitions, camera outages, old inbox rows."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(_work())


async def _work() -> None:
    clock = SystemClock()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(stop, stopping.set)
    told = asyncio.create_task(stopping.wait())
    lasting = [asyncio.create_task(keep_doing(chore, clock)) for chore in CHORES] + [
        asyncio.create_task(_do_jobs(stopping)),
        asyncio.create_task(deliverer().run()),
        asyncio.create_task(keep_touching(environment().alive_file)),
    ]
    # One that breaks off takes the process along, so that the supervisor starts all of it anew.
    ended, _ = await asyncio.wait([told, *lasting], return_when=asyncio.FIRST_COMPLETED)
    for task in lasting:
        task.cancel()
    await asyncio.gather(*lasting, return_exceptions=True)
    await asyncio.to_thread(do_once, LAST, clock.now())
    for each in ended:
        each.result()


async def _do_jobs(stopping: asyncio.Event) -> None:
    """Runs until cancelled; opens the connections anew when the database went away."""
    while not stopping.is_set():
        try:
            connector = django_app.connector.get_worker_connector()  # type: ignore[attr-defined]
            async with django_app.with_connector(connector).open_async() as app:
                await _run(app)
        except (ConnectorException, OSError) as error:
            _log.warning("worker_lost_database", error=repr(error))
        await asyncio.sleep(RETRY_S)


async def _run(app: App) -> None:
    sweeping = asyncio.create_task(_sweep(app))
    try:
        await app.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            shutdown_graceful_timeout=STOP_WITHIN_S,
            delete_jobs="successful",
        )
    finally:
        sweeping.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectorException):
            await sweeping


async def _sweep(app: App) -> None:
    while True:
        try:
            taken = await take_up_stalled_jobs(app)
            if taken:
                _log.warning("stalled_jobs_taken_up", jobs=taken)
        except ConnectorException as error:
            _log.warning("stalled_jobs_not_read", error=repr(error))
        await asyncio.sleep(SWEEP_EVERY_S)
