"""A durable outbox in one SQLite file."""

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from mosaic_contracts.events import CloudEvent
from mosaic_platform.messaging.disk_reserve import DiskReserve
from mosaic_platform.messaging.errors import OutboxFullError, OutboxUnwritableError

RESERVE_BYTES = 4 << 20
"""What taking out needs at most: the log up to its next checkpoint, and the pages that this writes."""
CHECKPOINT_PAGES = 256
_PRIMARY_CODE = 0xFF


class SqliteOutbox:
    """Keeps events until they are removed; survives kill -9, power loss and a full disk.

    On a full disk nothing can be added, but events can still be removed, for which a reserve is kept beside it.
    Thread-safe; every call blocks for its disk access, so an event loop calls it in a thread. One process
    alone writes to a file.
    """

    def __init__(
        self, path: Path, *, max_bytes: int = 1 << 30, reserve_bytes: int = RESERVE_BYTES
    ) -> None:
        """Raises OutboxFullError, OutboxUnwritableError."""
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._reserve = DiskReserve(path.with_name(f"{path.name}.reserve"), reserve_bytes)
        try:
            self._database = _opened(path)
        except OutboxFullError:
            if not self._reserve.give_up():
                raise
            self._database = _opened(path)
        self._reserve.keep()
        self._depth: int
        self._bytes: int
        self._depth, self._bytes = self._database.execute(
            "SELECT count(*), coalesce(sum(length(body)), 0) FROM outbox"
        ).fetchone()

    def add(self, events: Sequence[CloudEvent]) -> None:
        """All or none of them; durable when it returns. Raises OutboxFullError, OutboxUnwritableError."""
        bodies = [event.to_json() for event in events]
        size = sum(map(len, bodies))
        with self._lock:
            if self._bytes + size > self._max_bytes:
                raise OutboxFullError
            with _told(), self._database:
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
        """Forgets events; positions that are gone already do not matter. Raises as `add` does."""
        with self._lock:
            try:
                removed = self._removed(positions)
            except OutboxFullError:
                if not self._reserve.give_up():
                    raise
                removed = self._removed(positions)
            self._bytes -= sum(removed)
            self._depth -= len(removed)
            self._reserve.keep()

    def _removed(self, positions: Sequence[int]) -> list[int]:
        """The sizes of those that were there."""
        with _told(), self._database:
            self._database.execute("BEGIN IMMEDIATE")
            return [
                length
                for position in positions
                for (length,) in self._database.execute(
                    "DELETE FROM outbox WHERE position = ? RETURNING length(body)", (position,)
                ).fetchall()
            ]

    def fill(self) -> float:
        """The share that is taken of the bytes that it may hold."""
        with self._lock:
            return self._bytes / self._max_bytes

    def depth(self) -> int:
        """How many events wait."""
        with self._lock:
            return self._depth

    def close(self) -> None:
        with self._lock:
            self._database.close()


def _opened(path: Path) -> sqlite3.Connection:
    with _told():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        database = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
        database.execute(
            "CREATE TABLE IF NOT EXISTS outbox"
            " (position INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL)"
        )
    return database


@contextmanager
def _told() -> Iterator[None]:
    """What the disk refuses, in our words."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = error.sqlite_errorcode & _PRIMARY_CODE
        if code == sqlite3.SQLITE_FULL:
            raise OutboxFullError("the disk is full") from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise OutboxUnwritableError(f"the outbox cannot be written: {error}") from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise OutboxFullError("the disk is full") from error
        raise OutboxUnwritableError(f"the outbox cannot be written: {error.strerror}") from error
