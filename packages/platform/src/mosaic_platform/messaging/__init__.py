"""How events travel: durable outbox → relay → publisher with confirms → quorum queue → idempotent consumer.

RabbitMQ may be down at any time: producers only ever write to their outbox, and the relay catches up. A
consumer may see an event twice (a lost confirmation is a reason to send again) and must be idempotent on
(source, id).
"""

from mosaic_platform.messaging.consumer import Consumer
from mosaic_platform.messaging.dead_letters import MOST as MOST_LETTERS
from mosaic_platform.messaging.dead_letters import DeadLetter, DeadLetters
from mosaic_platform.messaging.errors import (
    OutboxFullError,
    OutboxUnwritableError,
    RejectedEventError,
)
from mosaic_platform.messaging.outbox import SqliteOutbox
from mosaic_platform.messaging.publisher import Publisher
from mosaic_platform.messaging.queue_state import queue_state
from mosaic_platform.messaging.relay import Outbox, OutboxRelay
from mosaic_platform.messaging.topology import DEAD_EXCHANGE, QUEUES, dead_queue_of

__all__ = [
    "DEAD_EXCHANGE",
    "MOST_LETTERS",
    "QUEUES",
    "Consumer",
    "DeadLetter",
    "DeadLetters",
    "Outbox",
    "OutboxFullError",
    "OutboxRelay",
    "OutboxUnwritableError",
    "Publisher",
    "RejectedEventError",
    "SqliteOutbox",
    "dead_queue_of",
    "queue_state",
]
