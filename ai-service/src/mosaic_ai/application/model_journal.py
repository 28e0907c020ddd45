"""Tells the audit log which models were put into use, and by whom."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from mosaic_ai.application.activate_model import Activation, Requester
from mosaic_ai.application.record_reads import SOURCE
from mosaic_contracts.clock import Clock
from mosaic_contracts.errors import UnavailableError
from mosaic_contracts.events import AuditRecorded, CloudEvent, new_event
from mosaic_platform.logs import get_logger

_log = get_logger(__name__)


class Outbox(Protocol):
    def add(self, events: Sequence[CloudEvent]) -> None:
        """Durable when it returns. Raises UnavailableError."""


class OutboxActivationJournal:
    """Through the outbox, so that it reaches the backend whatever is down now."""

    def __init__(self, outbox: Outbox, clock: Clock, *, wake: "Wake") -> None:
        self._outbox = outbox
        self._clock = clock
        self._wake = wake

    async def activated(self, activation: Activation, by: Requester) -> None:
        """Returns when it is durable. A full outbox is logged: the model is in use already."""
        file, before = activation.file, activation.before
        said = AuditRecorded(
            at=self._clock.now(),
            actor_kind="user",
            actor=by.username[:200],
            actor_id=by.user_id[:64],
            action="model.rolled_back" if activation.rolled_back else "model.activated",
            target=f"model:{activation.role}",
            details={
                "name": file.name if file else None,
                "version": file.version if file else None,
                "sha256": file.sha256 if file else None,
                "before": f"{before.name} {before.version}" if before else None,
            },
            address=by.address[:64],
            request_id=by.request_id[:64],
        )
        try:
            await asyncio.to_thread(
                self._outbox.add, [new_event(said, source=SOURCE, clock=self._clock)]
            )
        except UnavailableError as error:
            _log.error("activation_not_audited", role=activation.role, error=repr(error))
            return
        self._wake()


class Wake(Protocol):
    def __call__(self) -> None: ...
