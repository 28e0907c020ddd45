"""Examinations and references of all cameras in one SQLite file, as HealthRecords."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from uuid import UUID

import cv2
import numpy as np
from pydantic import TypeAdapter

from mosaic_ai.domain.camera_health.diagnosis import Examination
from mosaic_ai.domain.camera_health.facts import LightMode
from mosaic_ai.domain.camera_health.ports import Reference, View

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
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO examinations VALUES (?, ?, ?, ?)",
                (
                    str(camera_id),
                    examination.examined_at.timestamp(),
                    picture.light if picture else None,
                    _EXAMINATION.dump_json(examination),
                ),
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
        with self._lock:
            self._database.execute(
                "DELETE FROM examinations WHERE examined_at < ?", (before.timestamp(),)
            )

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
        with self._lock:
            rows = self._database.execute(
                f"SELECT body FROM examinations {where}",  # noqa: S608 - our own words
                values,
            ).fetchall()
        return [_EXAMINATION.validate_json(body) for (body,) in rows]

    def _view(self, camera_id: UUID, light: LightMode, kind: str) -> Reference | None:
        with self._lock:
            row = self._database.execute(
                "SELECT taken_at, chosen, jpeg FROM views"
                " WHERE camera_id = ? AND light = ? AND kind = ?",
                (str(camera_id), light, kind),
            ).fetchone()
        if row is None:
            return None
        grey = cv2.imdecode(np.frombuffer(row[2], np.uint8), cv2.IMREAD_GRAYSCALE)
        if grey is None:
            return None
        taken_at = datetime.fromtimestamp(row[0], UTC)
        return Reference(taken_at, bool(row[1]), View(light, np.asarray(grey, np.uint8)))

    def _keep(self, camera_id: UUID, reference: Reference, kind: str) -> None:
        _, jpeg = cv2.imencode(".jpg", reference.view.still, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        with self._lock:
            self._database.execute(
                "INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)",
                (
                    str(camera_id),
                    reference.view.light,
                    kind,
                    reference.taken_at.timestamp(),
                    int(reference.chosen),
                    jpeg.tobytes(),
                ),
            )
