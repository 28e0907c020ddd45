"""The outbox as the use cases see it: what is added is relayed at once."""

from collections.abc import Sequence

from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging import OutboxRelay, SqliteOutbox


class RelayedOutbox:
    def __init__(self, outbox: SqliteOutbox, relay: OutboxRelay) -> None:
        self._outbox = outbox
        self._relay = relay

    def add(self, events: Sequence[CloudEvent]) -> None:
        self._outbox.add(events)
        self._relay.wake()
