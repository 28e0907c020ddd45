"""Whether everything that the AI saw is in the database."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import httpx
import pydantic
from django.db import connection

from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import WatchedCamera, Watching
from mosaic_platform.messaging import dead_queue_of, queue_state
from mosaic_platform.service_tokens import ServiceTokenSigner

TIMEOUT_S = 5.0
_LONG = """
SELECT EXISTS (
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND xact_start < now() - interval '1 minute'
)
"""


class EventBacklog:
    """Asks the AI what it looks at and what waits in its outbox, and RabbitMQ what waits for the consumer."""

    def __init__(self, ai_url: str, signer: ServiceTokenSigner, amqp_url: str, queue: str) -> None:
        self._ai_url = ai_url
        self._signer = signer
        self._amqp_url = amqp_url
        self._queue = queue

    def look(self) -> tuple[bool, Mapping[UUID, WatchedCamera]]:
        """Whether nothing waits anywhere and somebody takes it, and the cameras. Raises UnavailableError."""
        watching = self._watching()  # first: what it publishes meanwhile is in the queue or stored
        waiting, consumers = asyncio.run(queue_state(self._amqp_url, self._queue))
        # What failed may be replayed, and what a consumer holds does not count as waiting.
        failed, _ = asyncio.run(queue_state(self._amqp_url, dead_queue_of(self._queue)))
        nothing_waits = watching.outbox_depth == waiting == failed == 0
        clear = nothing_waits and consumers > 0 and not _stores_for_long()
        return clear, {camera.camera_id: camera for camera in watching.cameras}

    def _watching(self) -> Watching:
        try:
            answer = httpx.get(
                f"{self._ai_url}/internal/v1/watching",
                headers=self._signer.header(),
                timeout=TIMEOUT_S,
                trust_env=False,
            )
            return Watching.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, pydantic.ValidationError) as error:
            raise UnavailableError("the AI service does not tell what it looks at") from error


def _stores_for_long() -> bool:
    """Whether a transaction is open for longer than storing a batch takes: it may wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(_LONG)
        return bool(cursor.fetchone()[0])
