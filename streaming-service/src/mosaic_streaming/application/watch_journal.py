"""Tells the backend's audit log who watched which camera."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import AuditRecorded, new_event
from mosaic_contracts.permissions import Principal
from mosaic_platform.logs import get_logger
from mosaic_streaming.application.ports import EventSink
from mosaic_streaming.application.watch_streams import SOURCE

ONCE_IN = timedelta(seconds=60)
"""A player that tries again and again is one who watches, not hundreds."""

_log = get_logger(__name__)


class WatchJournal:
    """Through the outbox: told once it is in there, whatever then happens to this process or the backend."""

    def __init__(self, sink: EventSink, clock: Clock) -> None:
        self._sink = sink
        self._clock = clock
        self._told: dict[tuple[str, UUID], datetime] = {}

    async def watched(
        self, viewer: Principal, camera_id: UUID, *, address: str, request_id: str
    ) -> None:
        """Returns when it is durable. A full outbox is logged and does not keep anybody from watching."""
        now = self._clock.now()
        self._told = {key: at for key, at in self._told.items() if now - at < ONCE_IN}
        key = (viewer.user_id, camera_id)
        if key in self._told:
            return
        self._told[key] = now
        said = AuditRecorded(
            at=now,
            actor_kind="user",
            actor=viewer.username[:200],
            actor_id=viewer.user_id[:64],
            action="stream.opened",
            target=f"camera:{camera_id}",
            address=address[:64],
            request_id=request_id[:64],
        )
        try:
            await asyncio.to_thread(
                self._sink.add, [new_event(said, source=SOURCE, clock=self._clock)]
            )
        except UnavailableError as error:
            _log.error("watching_not_audited", camera_id=camera_id, error=repr(error))
