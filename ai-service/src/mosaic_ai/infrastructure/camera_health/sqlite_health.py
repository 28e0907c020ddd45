"""Examinations and references of all cameras in one SQLite file, as HealthRecords."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

import cv2
import numpy as np
from pydantic import TypeAdapter

from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.facts import LightMode
from mosaic_ai.domain.camera_health.ports import Reference, View
from mosaic_contracts.errors import UnavailableError

_EXAMINATION = TypeAdapter(Examination)
QUALITY = 80
"""Of the reference's JPEG, of 640x360 grey pixels: 20 to 60 kB; what it loses is below what is compared."""
_TABLES = """
CREATE TABLE IF NOT EXISTS examinations (
    camera_id TEXT NOT NULL, examined_at REAL NOT NULL, light TEXT, body BLOB NOT NULL,
    PRIMARY KEY (camera_id, examined_at)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS views (
    camera_id TEXT NOT NULL, light TEXT NOT NULL, kind TEXT NOT NULL, taken_at REAL NOT NULL,
    chosen INTEGER NOT NULL, jpeg BLOB NOT NULL,
    PRIMARY KEY (camera_id, light, kind)
) WITHOUT ROWID;
"""


class SqliteHealth:
    """A few rows a camera and day."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
        self._lock = Lock()
        self._database = sqlite3.connect(
            path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.executescript(_TABLES)

    def add(self, camera_id: UUID, examination: Examination) -> None:
        picture = examination.facts.picture
        self._rows(
            "INSERT OR REPLACE INTO examinations VALUES (?, ?, ?, ?)",
            str(camera_id),
            examination.examined_at.timestamp(),
            picture.light if picture else None,
            _EXAMINATION.dump_json(examination),
        )

    def latest(self, camera_id: UUID) -> Examination | None:
        found = self._examinations(
            "WHERE camera_id = ? ORDER BY examined_at DESC LIMIT 1", str(camera_id)
        )
        return found[0] if found else None

    def before(self, camera_id: UUID, light: LightMode) -> Examination | None:
        found = self._examinations(
            "WHERE camera_id = ? AND light = ? ORDER BY examined_at DESC LIMIT 1",
            str(camera_id),
            light,
        )
        return found[0] if found else None

    def history(self, camera_id: UUID, since: datetime) -> list[Examination]:
        return self._examinations(
            "WHERE camera_id = ? AND examined_at >= ? ORDER BY examined_at",
            str(camera_id),
            since.timestamp(),
        )

    def forget(self, before: datetime) -> None:
        self._rows("DELETE FROM examinations WHERE examined_at < ?", before.timestamp())

    def reference(self, camera_id: UUID, light: LightMode) -> Reference | None:
        return self._view(camera_id, light, "reference")

    def keep_reference(self, camera_id: UUID, reference: Reference) -> None:
        self._keep(camera_id, reference, "reference")

    def candidate(self, camera_id: UUID, light: LightMode) -> Reference | None:
        return self._view(camera_id, light, "candidate")

    def keep_candidate(self, camera_id: UUID, reference: Reference) -> None:
        self._keep(camera_id, reference, "candidate")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def _examinations(self, where: str, *values: object) -> list[Examination]:
        rows = self._rows(f"SELECT body FROM examinations {where}", *values)  # noqa: S608 - our words
        return [_EXAMINATION.validate_json(body) for (body,) in rows]

    def _view(self, camera_id: UUID, light: LightMode, kind: str) -> Reference | None:
        rows = self._rows(
            "SELECT taken_at, chosen, jpeg FROM views"
            " WHERE camera_id = ? AND light = ? AND kind = ?",
            str(camera_id),
            light,
            kind,
        )
        if not rows:
            return None
        row = rows[0]
        grey = cv2.imdecode(np.frombuffer(row[2], np.uint8), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            return None
        taken_at = datetime.fromtimestamp(row[0], UTC)
        return Reference(taken_at, bool(row[1]), View(light, np.asarray(grey, np.uint8)))

    def _keep(self, camera_id: UUID, reference: Reference, kind: str) -> None:
        _, jpeg = cv2.imencode(".jpg", reference.view.still, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        self._rows(
            "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)",
            str(camera_id),
            reference.view.light,
            kind,
            reference.taken_at.timestamp(),
            int(reference.chosen),
            jpeg.tobytes(),
        )

    def _rows(self, statement: str, *values: object) -> list[Any]:
        """Raises UnavailableError where the disk is full or the file is no longer readable."""
        try:
            with self._lock:
                return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise UnavailableError("the camera doctor's records cannot be used") from error
