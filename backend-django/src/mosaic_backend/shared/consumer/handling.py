"""A batch of events: one transaction, then the screens."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import psycopg
import pydantic
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from prometheus_client import Counter

from mosaic_backend.shared.consumer import inbox
from mosaic_backend.shared.fanout.admission import VERB_OF_TYPE
from mosaic_backend.shared.fanout.writer import FanoutWriter
from mosaic_contracts.clock import Clock, SystemClock
from mosaic_contracts.errors import InvalidInputError, UnavailableError
from mosaic_contracts.events import CloudEvent, EventData
from mosaic_platform.messaging import RejectedEventError

Apply = Callable[[Sequence[EventData], datetime], None]
"""Changes the contexts' tables by the events, inside the caller's transaction."""
Keep = Callable[[Sequence[CloudEvent], datetime], None]
"""Keeps the events themselves, last in that transaction."""

_handled = Counter("mosaic_events_handled_total", "Events handled", ["type"])
_repeated = Counter("mosaic_events_repeated_total", "Events that had been handled before")


class EventHandler:
    """The consumer's callback. The database is used from one thread of its own."""

    def __init__(
        self,
        apply: Apply,
        fanout: FanoutWriter,
        clock: Clock | None = None,
        *,
        keep: Keep | None = None,
    ) -> None:
        self._apply = apply
        self._keep = keep
        self._fanout = fanout
        self._clock = clock or SystemClock()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="consumer-database")

    async def __call__(self, events: Sequence[CloudEvent]) -> None:
        """Returns when the events are stored.

        Raises RejectedEventError for one that breaks its contract, UnavailableError while the database is away.
        """
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._store, events)
        # Also those that had been stored: after a crash nobody knows whether the screens got them, and a screen
        # tells by the event's id that it has it.
        self._fanout.append([event for event in events if event.type in VERB_OF_TYPE])

    def _store(self, events: Sequence[CloudEvent]) -> None:
        payloads = {(event.source, event.id): _payload(event) for event in events}
        close_old_connections()
        try:
            with transaction.atomic():
                new = inbox.take(events)
                now = self._clock.now()
                self._apply([payloads[event.source, event.id] for event in new], now)
                if self._keep is not None:
                    self._keep(new, now)
        except InvalidInputError as error:
            raise RejectedEventError(str(error)) from error
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            raise UnavailableError("the database does not answer") from error
        finally:
            close_old_connections()
        for event in new:
            _handled.labels(event.type).inc()
        _repeated.inc(len(events) - len(new))


def _payload(event: CloudEvent) -> EventData:
    try:
        return event.payload()
    except KeyError as error:
        raise RejectedEventError(f"unknown type {event.type}") from error
    except pydantic.ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise RejectedEventError(f"{place}: {first['msg']}") from error
