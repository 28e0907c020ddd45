"""What was published of passages that are still open, so that a restart does not tell them twice."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from uuid import UUID

from mosaic_ai.domain.ports import OpenRead
from mosaic_contracts.errors import UnavailableError


class SqliteOpenReads:
    """OpenReads in one SQLite file; a handful of rows.

    On a full or read-only disk it raises UnavailableError; what could not be forgotten is forgotten with the next.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        self._lock = Lock()
        self._unforgotten: set[str] = set()
        self._database = sqlite3.connect(
            path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS open_reads (read_id TEXT PRIMARY KEY, event BLOB NOT NULL)"
        )

    def save(self, read: OpenRead) -> None:
        with self._lock, _told():
            self._unforgotten.discard(str(read.read_id))
            self._database.execute(
                "INSERT INTO open_reads VALUES (?, ?)"
                " ON CONFLICT (read_id) DO UPDATE SET event = excluded.event",
                (str(read.read_id), read.event_json),
            )

    def forget(self, read_ids: Sequence[UUID]) -> None:
        with self._lock, _told():
            self._unforgotten.update(map(str, read_ids))
            self._database.executemany(
                "DELETE FROM open_reads WHERE read_id = ?", [(item,) for item in self._unforgotten]
            )
            self._unforgotten.clear()

    def all(self) -> list[OpenRead]:
        with self._lock:
            rows = self._database.execute("SELECT read_id, event FROM open_reads").fetchall()
        return [OpenRead(UUID(read_id), event) for read_id, event in rows]

    def close(self) -> None:
        with self._lock:
            self._database.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise UnavailableError(f"open reads cannot be kept: {error}") from error
