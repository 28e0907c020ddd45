"""Carries the feed to webhooks: level-triggered from their rows, one task a webhook, one process at a time.

Each webhook gets its events one after the other, the next when the one before was taken; a dead receiver holds
up its own task only. Killed, the next process goes on at the rows: what was taken and not yet noted comes again
with the same id.
"""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import httpx
import psycopg
from django.db import DatabaseError
from prometheus_client import Counter
from psycopg_pool import PoolTimeout

from mosaic_backend.partners.domain.receiver import Network
from mosaic_backend.partners.domain.retrying import Verdict
from mosaic_backend.partners.infrastructure import webhook_store
from mosaic_backend.partners.infrastructure.posting import opened, post
from mosaic_backend.partners.infrastructure.webhook_store import Failure, Work
from mosaic_backend.shared.database_connections import in_database_thread
from mosaic_contracts.clock import Clock, SystemClock
from mosaic_platform.logs import get_logger

LOOK_EVERY_S = 0.2
RETRY_S = 2.0
LOCK = 0x6D6F736169637765  # "mosaicwe": one deliverer in the database
_DATABASE_ERRORS = (DatabaseError, PoolTimeout, psycopg.Error)
_log = get_logger(__name__)
_deliveries = Counter("mosaic_webhook_deliveries_total", "Deliveries to webhooks", ["outcome"])


class Deliverer:
    """networks: where receivers may be besides the public Internet."""

    def __init__(
        self, database_url: str, networks: Sequence[Network], clock: Clock | None = None
    ) -> None:
        self._url = database_url
        self._networks = networks
        self._clock = clock or SystemClock()
        self._running: dict[UUID, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Runs until cancelled. Waits while another process delivers, and takes over when that one ends."""
        try:
            while True:
                try:
                    await self._deliver_while_first()
                except _DATABASE_ERRORS as error:
                    _log.warning("webhooks_without_database", error=type(error).__name__)
                await self._stop()
                await asyncio.sleep(RETRY_S)
        finally:
            await self._stop()

    async def _deliver_while_first(self) -> None:
        async with await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, connect_timeout=5
        ) as connection:
            found = await connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            row = await found.fetchone()
            if row is None or not row[0]:
                return
            while True:
                await connection.execute("SELECT 1")  # the lock is gone with the connection
                for webhook_id in await in_database_thread(webhook_store.due, self._clock.now()):
                    if webhook_id not in self._running:
                        self._begin(webhook_id)
                await asyncio.sleep(LOOK_EVERY_S)

    def _begin(self, webhook_id: UUID) -> None:
        task = asyncio.create_task(self._drain(webhook_id))
        self._running[webhook_id] = task
        task.add_done_callback(lambda _: self._running.pop(webhook_id, None))

    async def _stop(self) -> None:
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _drain(self, webhook_id: UUID) -> None:
        """Delivers until nothing is left or a delivery fails."""
        try:
            async with opened(self._networks) as http:
                while work := await in_database_thread(
                    webhook_store.work_of, webhook_id, self._clock.now()
                ):
                    if not await self._deliver(http, work):
                        return
        except _DATABASE_ERRORS as error:
            _log.warning("webhook_not_read", error=type(error).__name__)

    async def _deliver(self, http: httpx.AsyncClient, work: Work) -> bool:
        position = work.position
        for event in work.page.events:
            told = event.told()
            answer = await post(
                http, work.url, told, signed_with=work.secrets, at=self._clock.now()
            )
            now = self._clock.now()
            if answer.problem:
                _deliveries.labels("failed").inc()
                failure = Failure(event, answer.status, answer.problem)
                decided = await in_database_thread(
                    webhook_store.fail, work.webhook_id, position, failure, now
                )
                return decided is Verdict.BURY
            _deliveries.labels("taken").inc()
            if not await in_database_thread(
                webhook_store.advance, work.webhook_id, position, event.position, now
            ):
                return True  # moved meanwhile: read anew
            position = event.position
        if position != work.page.position:
            await in_database_thread(
                webhook_store.advance, work.webhook_id, position, work.page.position, None
            )
        return True
