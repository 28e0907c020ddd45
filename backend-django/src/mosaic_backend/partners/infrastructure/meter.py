"""Counts requests in memory and stores the counts every half second, so that a crash loses less than one."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

import psycopg
from django.db import DatabaseError, close_old_connections
from prometheus_client import Counter
from psycopg_pool import PoolTimeout

from mosaic_backend.partners.domain.usage import Counted, Counts, Outcome
from mosaic_contracts.ids import new_id
from mosaic_platform.logs import get_logger

FLUSH_EVERY_S = 0.5
Batch = dict[Counted, Counts]
Store = Callable[[UUID, int, Mapping[Counted, Counts]], bool]
_log = get_logger(__name__)
_failed = Counter("mosaic_partner_usage_flush_failures_total", "Flushes of usage that failed")


class Meter:
    """One a process. `count` waits for nothing; a thread of its own, begun by the first count, stores.

    A batch keeps its number until it is stored, so that one whose commit nobody confirmed is not added twice.
    """

    def __init__(self, store: Store, *, every_s: float | None = None) -> None:
        self._store = store
        self._every_s = FLUSH_EVERY_S if every_s is None else every_s
        self._id = new_id()
        self._sequence = 0
        self._pending: Batch = {}
        self._unconfirmed: Batch = {}
        self._lock = threading.Lock()
        self._flushing = threading.Lock()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def count(self, of: Counted, outcome: Outcome, at: datetime) -> None:
        with self._lock:
            self._pending.setdefault(of, Counts()).add(outcome, at)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="partner-meter", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Stores what was counted. Raises DatabaseError; what was not stored is kept for the next time."""
        with self._flushing:
            if not self._unconfirmed:
                with self._lock:
                    self._unconfirmed, self._pending = self._pending, {}
                if not self._unconfirmed:
                    return
                self._sequence += 1
            self._store(self._id, self._sequence, self._unconfirmed)
            self._unconfirmed = {}

    def close(self) -> None:
        """Stores the rest, at the end of the process."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=5)
        self._try()
        self._try()  # what had been counted behind an unconfirmed batch

    def _run(self) -> None:
        while not self._closing.wait(self._every_s):
            self._try()

    def _try(self) -> None:
        close_old_connections()
        try:
            self.flush()
        except (DatabaseError, psycopg.Error, PoolTimeout) as error:
            _failed.inc()
            _log.warning("partner_usage_not_stored", error=type(error).__name__)
        finally:
            close_old_connections()
