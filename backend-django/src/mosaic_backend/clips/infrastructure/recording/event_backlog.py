"""Whether everything that the AI saw is in the database."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import httpx
import pydantic
from django.db import connection

from mosaic_backend.clips.domain.events import Doubt
from mosaic_backend.clips.infrastructure.recording.event_letters import LetterBook, Unstored
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.internal_api import WatchedCamera, Watching
from mosaic_platform.messaging import MOST_LETTERS, DeadLetters, dead_queue_of, queue_state
from mosaic_platform.service_tokens import ServiceTokenSigner

TIMEOUT_S = 5.0
_LONG = """
SELECT EXISTS (
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND xact_start < now() - interval '1 minute'
)
"""


@dataclass(frozen=True)
class Look:
    """doubt: what speaks against everything that was seen being stored, but for what dead letters tell."""

    doubt: Doubt
    watched: Mapping[UUID, WatchedCamera] = field(default_factory=dict)
    unstored: Sequence[Unstored] = ()


class EventBacklog:
    """Asks the AI what it looks at and what waits in its outbox, and RabbitMQ what waits for the consumer."""

    def __init__(self, ai_url: str, signer: ServiceTokenSigner, amqp_url: str, queue: str) -> None:
        self._ai_url = ai_url
        self._signer = signer
        self._amqp_url = amqp_url
        self._queue = queue
        self._letters = LetterBook()

    def look(self, now: datetime) -> Look:
        try:
            watching = self._watching()  # first: what it publishes meanwhile is queued or stored
        except UnavailableError:
            return Look("ai", unstored=self._letters.standing(now))
        watched = {camera.camera_id: camera for camera in watching.cameras}
        try:
            doubt = asyncio.run(self._of_broker(now))
        except UnavailableError:
            return Look("broker", watched, self._letters.standing(now))
        if not doubt and (watching.outbox_depth or _stores_for_long()):
            doubt = "waiting"
        return Look(doubt, watched, self._letters.standing(now))

    async def _of_broker(self, now: datetime) -> Doubt:
        """Raises UnavailableError."""
        waiting, consumers = await queue_state(self._amqp_url, self._queue)
        # What a consumer holds does not count as waiting: it is dead, stored or waiting within the margin.
        dead, _ = await queue_state(self._amqp_url, dead_queue_of(self._queue))
        if dead > MOST_LETTERS:
            return "dead-letters"
        found = []
        if self._letters.wants(dead, now):
            found = await DeadLetters(self._amqp_url).letters(self._queue, MOST_LETTERS)
            self._letters.take(found, dead, now)
        elif dead == 0:
            self._letters.take([], 0, now)
        if consumers == 0:
            return "consumer"
        return "waiting" if waiting else ""

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
