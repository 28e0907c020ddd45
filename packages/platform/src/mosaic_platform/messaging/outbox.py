"""A durable outbox in one SQLite file."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging.errors import OutboxFullError


class SqliteOutbox:
    """Keeps events until they are removed; survives kill -9 and power loss.

    Thread-safe; every call blocks for its disk access, so an event loop calls it in a thread. One process
    alone writes to a file.
    """

    def __init__(self, path: Path, *, max_bytes: int = 1 << 30) -> None:
        self._max_bytes = max_bytes
        self._lock = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        self._database = sqlite3.connect(
            path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS outbox"
            " (position INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL)"
        )
        self._depth: int
        self._bytes: int
        self._depth, self._bytes = self._database.execute(
            "SELECT count(*), coalesce(sum(length(body)), 0) FROM outbox"
        ).fetchone()

    def add(self, events: Sequence[CloudEvent]) -> None:
        """All or none of them; durable when it returns. Raises OutboxFullError."""
        bodies = [event.to_json() for event in events]
        size = sum(map(len, bodies))
        with self._lock:
            if self._bytes + size > self._max_bytes:
                raise OutboxFullError
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.executemany(
                    "INSERT INTO outbox (body) VALUES (?)", [(body,) for body in bodies]
                )
            self._bytes += size
            self._depth += len(bodies)

    def pending(self, limit: int) -> list[tuple[int, CloudEvent]]:
        """The oldest events with their positions, in the order in which they were added."""
        with self._lock:
            rows = self._database.execute(
                "SELECT position, body FROM outbox ORDER BY position LIMIT ?", (limit,)
            ).fetchall()
        return [(position, CloudEvent.from_json(body)) for position, body in rows]

    def remove(self, positions: Sequence[int]) -> None:
        """Forgets events; positions that are gone already do not matter."""
        with self._lock:
            with self._database:
                self._database.execute("BEGIN IMMEDIATE")
                removed = [
                    row
                    for position in positions
                    for row in self._database.execute(
                        "DELETE FROM outbox WHERE position = ? RETURNING length(body)", (position,)
                    ).fetchall()
                ]
            self._bytes -= sum(length for (length,) in removed)
            self._depth -= len(removed)

    def depth(self) -> int:
        """How many events wait."""
        with self._lock:
            return self._depth

    def close(self) -> None:
        with self._lock:
            self._database.close()
